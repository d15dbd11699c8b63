import { sagaFacts } from './facts.js';

it.each(sagaFacts.map((contract) => [contract.type, contract] as const))('%s has an example that is one', (_, fact) => {
  expect(fact.schema.safeParse(fact.example.data).success).toBe(true);
  expect(fact.kind).toBe('fact');
});
