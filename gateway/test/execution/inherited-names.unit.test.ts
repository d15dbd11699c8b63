import { answer } from './compiled.js';
import { librarySubgraphs } from './library.js';

it('a variable that the client did not give is not sent, though every object inherits its name', async () => {
  const subgraphs = librarySubgraphs();
  const text = 'query ($constructor: Int) { book(id: "0") { reviews(first: $constructor) { id } } }';
  const { errors } = await answer(text, {}, subgraphs);
  expect(errors).toBeUndefined();
  const [question] = subgraphs['reviews']?.asked ?? [];
  expect(Object.keys(question?.variables ?? {})).toEqual(['representations']);
});
