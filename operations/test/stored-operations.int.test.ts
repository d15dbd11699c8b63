import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { readGatewayConfiguration } from '../../gateway/src/configuration.js';
import { composeSupergraph } from '../../gateway/src/composition/compose-supergraph.js';
import { OperationAnalyses } from '../../gateway/src/operations/operation-analyses.js';
import { type LoadedSupergraph, loadSupergraph } from '../../gateway/src/supergraph/supergraph.js';
import { testIdentity } from '@ordergraph/testing';
import { type GraphQLSchema, Kind, parse, validate } from 'graphql';

const root = path.resolve(import.meta.dirname, '../..');
const folder = path.join(root, 'operations');
const files = readdirSync(folder).filter((file) => file.endsWith('.graphql'));

describe('the stored operations', () => {
  let supergraph: LoadedSupergraph;
  let api: GraphQLSchema;
  beforeAll(async () => {
    const { sdl } = await composeSupergraph({ file: path.join(root, 'supergraph.yaml') });
    supergraph = loadSupergraph(sdl);
    api = supergraph.schema;
  });

  it.each(files)('%s is valid against the composed graph', (file) => {
    expect(validate(api, parse(readFileSync(path.join(folder, file), 'utf8'))).map(String)).toEqual([]);
  });

  it('cost what the gateway allows by default, with room for longer pages', async () => {
    const { environment } = await testIdentity();
    const configuration = readGatewayConfiguration({ ...environment, SUPERGRAPH_FILE: 'any' });
    const analyses = new OperationAnalyses(configuration);
    const costs = files.map((file) => {
      const document = parse(readFileSync(path.join(folder, file), 'utf8'));
      return [file, analyses.of({ supergraph, document, operationName: undefined }).cost({ first: 10 })] as const;
    });
    expect(costs.filter(([, cost]) => cost === 0 || cost * 1.5 > configuration.operationLimits.cost)).toEqual([]);
    expect(Object.fromEntries(costs)).toMatchObject({ 'products.graphql': 36, 'sign-in.graphql': 61 });
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
