import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { type MessageBody, allContracts, publicContracts } from '@ordergraph/events';

const folder = path.resolve(import.meta.dirname, '../golden');
const samples = readdirSync(folder).map((file) => path.basename(file, '.json'));
const read = (type: string) => JSON.parse(readFileSync(path.join(folder, `${type}.json`), 'utf8')) as MessageBody;

describe('golden samples', () => {
  it('exist for every version that this release reads (`npm run golden` adds those that lack)', () => {
    const versions = allContracts.flatMap(({ type, previous }) => [type, ...previous.map((version) => version.type)]);
    expect(versions.filter((type) => !samples.includes(type))).toEqual([]);
  });

  it.each(samples)('%s is read by its contract of today', (type) => {
    const contract = publicContracts.find(type);
    const body = publicContracts.upcast(type, read(type));
    expect(contract?.schema.parse(body.data)).toEqual(body.data);
    expect(contract?.state?.parse(body.state)).toEqual(body.state);
  });
});
