/**
 * Tests are compiled by swc to CommonJS; workspace packages are read from their sources.
 * Suites: `unit` beside the code (no I/O), `integration` (real MongoDB and RabbitMQ), `e2e` (through the gateway).
 */
const transform = {
  '\\.ts$': [
    '@swc/jest',
    { jsc: { parser: { syntax: 'typescript' }, target: 'es2023' }, module: { type: 'commonjs' } },
  ],
  // ESM only (jose, auto-bind), and the files of the MongoDB driver and of OpenTelemetry with a dynamic import, which jest's sandbox refuses.
  'node_modules/(.*/)?(mongodb/lib/runtime_adapters|otlp-exporter-base/.+)\\.js$': [
    '@swc/jest',
    { jsc: { target: 'es2023' }, module: { type: 'commonjs' } },
  ],
  'node_modules/(jose|uuid|auto-bind)/.+\\.js$': [
    '@swc/jest',
    { jsc: { target: 'es2023' }, module: { type: 'commonjs' } },
  ],
};

const base = {
  rootDir: __dirname,
  testEnvironment: 'node',
  testEnvironmentOptions: { customExportConditions: ['@ordergraph/source', 'node', 'node-addons'] },
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': ['$1.ts', '$1.js'] },
  modulePathIgnorePatterns: ['/dist/', '/.ordergraph/'],
  transform,
  transformIgnorePatterns: [
    '/node_modules/(?!(.*/)?(jose/|uuid/|auto-bind/|mongodb/lib/runtime_adapters|@opentelemetry/otlp-exporter-base/))',
  ],
};

const infrastructure = {
  globalSetup: '<rootDir>/tools/jest-global-setup.cjs',
  globalTeardown: '<rootDir>/tools/jest-global-teardown.cjs',
};

module.exports = {
  // A command that was lost is issued again after 5 s: no test of it can be quicker. `eventually` gives up earlier, and says why.
  testTimeout: 60_000,
  // Never in jest's own process: what a suite leaves open or keeps in memory ends with its worker.
  maxWorkers: 2,
  workerIdleMemoryLimit: '1GB',
  reporters: ['default', '<rootDir>/tools/jest-reporter.cjs'],
  projects: [
    { ...base, displayName: 'unit', testMatch: ['**/*.unit.test.ts'] },
    { ...base, ...infrastructure, displayName: 'integration', testMatch: ['**/test/**/*.int.test.ts'] },
    { ...base, ...infrastructure, displayName: 'e2e', testMatch: ['<rootDir>/e2e/**/*.e2e.test.ts'] },
  ],
};
