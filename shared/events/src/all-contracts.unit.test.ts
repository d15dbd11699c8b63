import { allContracts, publicContracts } from './all-contracts.js';
import type { Contract } from './contract.js';

const byType = (allContracts as readonly Contract[]).map((contract) => [contract.type, contract] as const);

describe('the public contracts', () => {
  it('claim each type once', () => {
    expect(publicContracts.contracts()).toHaveLength(allContracts.length);
  });

  it('claim each routing key once: a new version replaces the old in the same file', () => {
    const keys = allContracts.map(({ routingKey }) => routingKey);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('hold no fact: facts stay with the service that records them', () => {
    expect(allContracts.filter(({ kind }) => kind === 'fact')).toEqual([]);
  });
});

describe.each(byType)('%s', (_type, contract) => {
  it('reads its own example', () => {
    expect(contract.schema.parse(contract.example.data)).toEqual(contract.example.data);
    if (contract.kind === 'event') {
      expect(contract.state?.parse(contract.example.state)).toEqual(contract.example.state);
    }
  });

  it('refuses a field it does not know', () => {
    const unknown = { ...(contract.example.data as object), unheardOf: true };
    expect(contract.schema.safeParse(unknown).success).toBe(false);
  });

  it('carries a state exactly when it is an event', () => {
    expect(contract.state !== undefined).toBe(contract.kind === 'event');
    expect(contract.example.state !== undefined).toBe(contract.kind === 'event');
  });

  it('has a routing key that is its type without the version', () => {
    expect(contract.type).toBe(`${contract.routingKey}.v${contract.version}`);
    expect(contract.routingKey.startsWith(`${contract.owner}.`)).toBe(true);
  });

  it('says in a sentence what it means', () => {
    expect(contract.summary).toMatch(/^[A-Z].*\.$/);
  });

  it('survives the wire: its example is plain JSON', () => {
    expect(JSON.parse(JSON.stringify(contract.example))).toEqual(contract.example);
  });

  it('marks as secret or personal only fields that it has', () => {
    const fields = [contract.example.data, contract.example.state].flatMap((part) => Object.keys(part ?? {}));
    expect(fields).toEqual(expect.arrayContaining([...contract.secret, ...contract.personal]));
  });

  it('says whom its personal fields are about, and reads them when they are blank', () => {
    const { example, personal, personId = '' } = contract;
    const blank = (part: unknown): unknown =>
      part &&
      Object.fromEntries(Object.entries(part).map(([name, value]) => [name, personal.includes(name) ? '' : value]));
    expect(contract.schema.safeParse(blank(example.data)).success).toBe(true);
    expect(contract.state?.safeParse(blank(example.state)).success ?? true).toBe(true);
    const fields = [example.data, example.state].flatMap((part) => Object.keys(part ?? {}));
    expect(fields.includes(personId)).toBe(personal.length > 0);
  });

  it('reads every previous version as today’s', () => {
    for (const { type, schema, example, upcast } of contract.previous) {
      expect(type.startsWith(`${contract.routingKey}.v`)).toBe(true);
      expect(schema.safeParse(example.data).success).toBe(true);
      const body = upcast(example);
      expect(contract.schema.safeParse(body.data).success).toBe(true);
      expect(contract.state?.safeParse(body.state).success ?? true).toBe(true);
    }
  });
});
