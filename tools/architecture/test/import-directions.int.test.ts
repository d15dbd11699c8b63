import path from 'node:path';
import { readFileSync } from 'node:fs';
import { cruise, type PlantedFiles, type Violation } from './planted-tree.js';

/** For each rule, files of which the first breaks it and nothing else. */
const plants: Readonly<Record<string, PlantedFiles>> = {
  'no-cycles': {
    'shared/service/src/circle/one.ts': `import './two.js';`,
    'shared/service/src/circle/two.ts': `import type {} from './one.js';`,
  },
  resolvable: { 'shared/service/src/nowhere.ts': `import './missing.js';` },
  'declared-dependencies': { 'shared/service/src/undeclared.ts': `import 'undeclared';` },
  'packages-by-their-name': {
    'shared/service/src/by-path.ts': `import '../../messaging/src/inner.js';`,
    'shared/messaging/src/inner.ts': 'export {};',
  },
  'no-import-of-tests': {
    'shared/service/src/uses-test.ts': `import './some.unit.test.js';`,
    'shared/service/src/some.unit.test.ts': 'export {};',
  },
  'events-depend-on-zod-alone': { 'shared/events/src/clock.ts': `import 'node:fs';` },
  'messaging-knows-only-events': { 'shared/messaging/src/upwards.ts': `import '@ordergraph/service';` },
  'service-knows-no-service': { 'shared/service/src/upwards.ts': `import type {} from '@ordergraph/orders';` },
  'subgraphs-do-not-know-each-other': { 'subgraphs/payments/src/neighbour.ts': `import '@ordergraph/orders';` },
  'subgraphs-do-not-know-the-gateway': { 'subgraphs/payments/src/edge.ts': `import '@ordergraph/gateway';` },
  'gateway-knows-no-subgraph': { 'gateway/src/shortcut.ts': `import '@ordergraph/orders';` },
  'domain-is-pure': {
    'subgraphs/orders/src/domain/outside.ts': `import '../views/orders.js';`,
    'subgraphs/orders/src/views/orders.ts': 'export {};',
  },
  'domain-takes-only-types-of-messaging': {
    'subgraphs/orders/src/domain/loads-messaging.ts': `import { refuse, type Decider } from '@ordergraph/messaging'; refuse();`,
  },
  'sagas-are-pure': {
    'shared/messaging/src/saga/clock.ts': `import '../database-clock.js';`,
    'shared/messaging/src/database-clock.ts': 'export {};',
  },
  'testing-is-for-tests': { 'tools/infrastructure/src/kit.ts': `import '@ordergraph/testing';` },
  'internals-are-for-the-simulation': {
    'shared/service/src/inside.ts': `import '@ordergraph/messaging/internals';`,
    'shared/messaging/src/internals.ts': 'export {};',
  },
  'clients-know-only-the-graph': { 'clients/web/src/shortcut.ts': `import '@ordergraph/service';` },
  'tools-are-not-runtime': { 'shared/messaging/src/starts.ts': `import '@ordergraph/infrastructure';` },
};

/** What the rules must let pass. */
const allowed: PlantedFiles = {
  'shared/events/src/message.ts': `import 'zod';`,
  'shared/messaging/src/log.ts': `import '@ordergraph/events'; import 'amqplib';`,
  'shared/messaging/src/saga/index.ts': `import { z } from 'zod'; import type { Decider } from '../commits/decider.js'; import '@ordergraph/events'; import '../errors.js';`,
  'shared/messaging/src/commits/decider.ts': 'export {};',
  'shared/messaging/src/errors.ts': 'export {};',
  'shared/service/src/start.ts': `import '@ordergraph/messaging';`,
  'gateway/src/door.ts': `import '@ordergraph/service';`,
  'subgraphs/orders/src/domain/order.ts': `import type { Decider } from '@ordergraph/messaging'; import 'zod'; import '@ordergraph/events'; import { refusedBy, type Saga } from '@ordergraph/messaging/saga'; import './rules.js'; refusedBy();`,
  'subgraphs/orders/src/domain/rules.ts': 'export {};',
  'subgraphs/orders/src/domain/order.unit.test.ts': `import '@ordergraph/testing'; import './order.js';`,
  'subgraphs/orders/test/place.int.test.ts': `import '@ordergraph/testing'; import '@ordergraph/infrastructure';`,
  'shared/testing/src/infrastructure.ts': `import '@ordergraph/infrastructure';`,
};

describe('the rules of .dependency-cruiser.cjs', () => {
  let violations: Violation[];
  beforeAll(async () => {
    violations = await cruise(Object.assign({}, allowed, ...Object.values(plants)) as PlantedFiles);
  }, 60_000);

  it.each(Object.keys(plants))('%s fires on what breaks it, and no other rule does', (rule) => {
    const [planted] = Object.keys(plants[rule] ?? {});
    const fired = violations.filter(({ from }) => from === planted).map((violation) => violation.rule);
    expect(fired).toEqual([rule]);
  });

  it('let pass what the layout allows', () => {
    expect(violations.filter(({ from }) => from in allowed)).toEqual([]);
  });

  it('are all proven by a plant', () => {
    const file = path.resolve(import.meta.dirname, '../../../.dependency-cruiser.cjs');
    const names = [...readFileSync(file, 'utf8').matchAll(/^ {6}name: '(?<name>[^']+)'/gm)];
    expect(names.map(({ groups }) => groups?.['name']).sort()).toEqual(Object.keys(plants).sort());
  });
});
