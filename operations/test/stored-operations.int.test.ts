import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { composeSupergraph } from '../../gateway/src/composition/compose-supergraph.js';
import { loadSupergraph } from '../../gateway/src/supergraph/supergraph.js';
import { type GraphQLSchema, Kind, parse, validate } from 'graphql';

const root = path.resolve(import.meta.dirname, '../..');
const folder = path.join(root, 'operations');
const files = readdirSync(folder).filter((file) => file.endsWith('.graphql'));

describe('the stored operations', () => {
  let api: GraphQLSchema;
  beforeAll(async () => {
    const { sdl } = await composeSupergraph({ file: path.join(root, 'supergraph.yaml') });
    api = loadSupergraph(sdl).schema;
  });

  it.each(files)('%s is valid against the composed graph', (file) => {
    expect(validate(api, parse(readFileSync(path.join(folder, file), 'utf8'))).map(String)).toEqual([]);
  });

  it('that GraphiQL begins with are valid too', () => {
    const firstSteps = path.join(root, 'gateway/static/first-steps.graphql');
    expect(validate(api, parse(readFileSync(firstSteps, 'utf8'))).map(String)).toEqual([]);
  });

  it('have one name each, so that a log line tells which one ran', () => {
    const documents = files.map((file) => parse(readFileSync(path.join(folder, file), 'utf8')));
    const names = documents
      .flatMap(({ definitions }) => definitions)
      .flatMap((definition) => (definition.kind === Kind.OPERATION_DEFINITION ? [definition.name?.value] : []));
    expect(names).not.toContain(undefined);
    expect(new Set(names).size).toBe(files.length);
  });
});
