/**
 * Which way imports may point (ARCHITECTURE.md, "Direction"). Each rule is proven able to fail by a planted violation in
 * tools/architecture/test.
 */
const test = '\\.test\\.ts$|/test/';
const anyPackage = '^(shared/[^/]+|subgraphs/[^/]+|clients/[^/]+|tools/[^/]+|gateway|bench|chaos|simulation|e2e)/';
const runtime = '^(shared/(events|messaging|service)|subgraphs/[^/]+|gateway)/';

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      comment: 'Two files that need each other are one idea in two places; a cycle also breaks on load order.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'resolvable',
      comment: 'An import that nothing answers; one package has types and no file to run.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '^@graphql-typed-document-node/core$' },
    },
    {
      name: 'declared-dependencies',
      comment: 'A package lists what it imports: hoisting must not be what makes it run.',
      severity: 'error',
      // What bundles an app is no part of it.
      from: { path: anyPackage, pathNot: `${test}|^clients/[^/]+/build\\.mjs$` },
      // A peer is also listed as the version that it is tested with.
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown', 'npm-dev'], dependencyTypesNot: ['npm-peer'] },
    },
    {
      name: 'packages-by-their-name',
      comment: 'Another package is used through what its index exports, never by a path into its files.',
      severity: 'error',
      from: { path: anyPackage, pathNot: '^tools/(architecture|contracts|documentation)/' },
      to: { path: anyPackage, pathNot: '^$1/', dependencyTypes: ['local'] },
    },
    {
      name: 'no-import-of-tests',
      comment: 'A test is nobody’s library; what tests share lives in shared/testing or a test folder.',
      severity: 'error',
      from: { pathNot: `${test}|^e2e/` },
      to: { path: test },
    },
    {
      name: 'events-depend-on-zod-alone',
      comment: 'Contracts are read by every service: they bring nothing with them.',
      severity: 'error',
      from: { path: '^shared/events/src/', pathNot: test },
      to: { pathNot: ['^shared/events/src/', '(^|/)node_modules/zod/'] },
    },
    {
      name: 'messaging-knows-only-events',
      comment: 'events ← messaging: messaging does not know what a service is.',
      severity: 'error',
      from: { path: '^shared/messaging/src/', pathNot: test },
      to: { path: '^(shared/service|subgraphs|gateway)/' },
    },
    {
      name: 'service-knows-no-service',
      comment: 'messaging ← service: what every service is knows none of them.',
      severity: 'error',
      from: { path: '^shared/service/', pathNot: test },
      to: { path: '^(subgraphs|gateway)/' },
    },
    {
      name: 'subgraphs-do-not-know-each-other',
      comment: 'Services speak by messages only.',
      severity: 'error',
      from: { path: '^subgraphs/([^/]+)/' },
      to: { path: '^subgraphs/', pathNot: '^subgraphs/$1/' },
    },
    {
      name: 'subgraphs-do-not-know-the-gateway',
      comment: 'A subgraph works behind any federation router.',
      severity: 'error',
      from: { path: '^subgraphs/' },
      to: { path: '^gateway/' },
    },
    {
      name: 'gateway-knows-no-subgraph',
      comment: 'The gateway knows subgraphs by their schemas and addresses.',
      severity: 'error',
      from: { path: '^gateway/' },
      to: { path: '^subgraphs/' },
    },
    {
      name: 'domain-is-pure',
      comment: 'decide and evolve: no I/O, no clock, no random, no framework. zod declares the facts of their streams.',
      severity: 'error',
      from: { path: '^subgraphs/([^/]+)/src/domain/', pathNot: test },
      to: {
        pathNot: [
          '^subgraphs/$1/src/domain/',
          '^shared/events/src/',
          '^shared/messaging/src/',
          '(^|/)node_modules/zod/',
        ],
      },
    },
    {
      name: 'domain-takes-only-types-of-messaging',
      comment:
        'A decider is described by types; loading messaging would bring a broker and a database along. Sagas are pure.',
      severity: 'error',
      from: { path: '^subgraphs/[^/]+/src/domain/', pathNot: test },
      to: { path: '^shared/messaging/src/', pathNot: '^shared/messaging/src/saga/', preCompilationOnly: false },
    },
    {
      name: 'sagas-are-pure',
      comment: 'The saga runner belongs to the domain of whoever runs a saga.',
      severity: 'error',
      from: { path: '^shared/messaging/src/saga/', pathNot: test },
      to: {
        pathNot: [
          '^shared/messaging/src/(saga/|errors\\.ts$|commits/decider\\.ts$)',
          '^shared/events/src/',
          '(^|/)node_modules/zod/',
        ],
      },
    },
    {
      name: 'testing-is-for-tests',
      comment: 'What runs in production does not carry the test kit.',
      severity: 'error',
      from: { pathNot: `${test}|^(shared/testing|e2e)/` },
      to: { path: '^shared/testing/' },
    },
    {
      name: 'internals-are-for-the-simulation',
      comment: 'What a package is made of is open to whoever puts it together in memory, and to nobody else.',
      severity: 'error',
      from: { pathNot: '^simulation/' },
      to: { path: '^(shared|subgraphs|tools)/[^/]+/src/internals\\.ts$' },
    },
    {
      name: 'clients-know-only-the-graph',
      comment: 'What runs in an app knows the endpoint and its schema, and nothing of the platform behind it.',
      severity: 'error',
      from: { path: '^clients/', pathNot: test },
      to: { path: '^(shared|subgraphs|gateway|tools|bench|chaos|simulation|e2e)/' },
    },
    {
      name: 'tools-are-not-runtime',
      comment: 'Tools start, find and simulate; what they serve does not know them.',
      severity: 'error',
      from: { path: runtime, pathNot: test },
      to: { path: '^(tools|bench|chaos|simulation|e2e)/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    // The gateways that the bench compares with are installed when they are measured.
    exclude: { path: '(^|/)(dist|\\.ordergraph)/|^gateway/static/|^bench/rivals/' },
    tsPreCompilationDeps: 'specify',
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['@ordergraph/source', 'import', 'node', 'default', 'types'],
    },
  },
};
