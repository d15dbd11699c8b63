import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { ConfigurationInvalid } from '../errors/errors.js';
import { readConfiguration, readConfigurations } from './read-configuration.js';
import { serviceConfiguration } from './service-configuration.js';

const issuers = JSON.stringify([{ issuer: 'urn:ordergraph:users', jwksUri: 'http://127.0.0.1:4001/jwks' }]);
const complete = {
  MONGODB_URI: 'mongodb://127.0.0.1:27017',
  AMQP_URL: 'amqp://127.0.0.1',
  TRUSTED_ISSUERS: issuers,
};
const shared = serviceConfiguration({ defaultPort: 4003 });

function problemsOf(read: () => unknown): readonly string[] {
  try {
    read();
  } catch (error) {
    if (error instanceof ConfigurationInvalid) return error.problems;
    throw error;
  }
  return [];
}

describe('configuration of a service', () => {
  it('has defaults for everything but addresses and issuers', () => {
    expect(readConfiguration(shared, complete)).toMatchObject({
      production: false,
      host: '127.0.0.1',
      port: 4003,
      broker: 'rabbitmq',
      namespace: 'ordergraph',
      roles: new Set(['graphql', 'consumer', 'sweeper']),
      shutdownBudgetSeconds: 10,
      seedDemoData: false,
    });
  });

  it('names every problem at once, without values', () => {
    const environment = {
      MONGODB_URI: 'postgres://user:secret@host',
      ROLES: 'graphql,cook',
      PORT: '70000',
      NAMESPACE: 'No Spaces',
      TRUSTED_ISSUERS: '{',
    };
    const own = z.object({ USERS_SIGNING_KEY: z.string() });
    const problems = problemsOf(() => readConfigurations([shared, own], environment));
    expect(problems.map((problem) => problem.split(/[:.]/)[0])).toEqual([
      'AMQP_URL',
      'MONGODB_URI',
      'NAMESPACE',
      'PORT',
      'ROLES',
      'TRUSTED_ISSUERS',
      'USERS_SIGNING_KEY',
    ]);
    expect(problems.join()).not.toContain('secret');
  });

  it('needs no AMQP_URL with an embedded or a given broker', () => {
    const { AMQP_URL: _, ...without } = complete;
    expect(problemsOf(() => readConfiguration(shared, without))).toEqual([
      'AMQP_URL: is required unless BROKER=embedded',
    ]);
    expect(problemsOf(() => readConfiguration(shared, { ...without, BROKER: 'embedded' }))).toEqual([]);
    const given = serviceConfiguration({ defaultPort: 1, brokerGiven: true });
    expect(problemsOf(() => readConfiguration(given, without))).toEqual([]);
  });

  it('takes one address of a broker or those of several nodes, and shows none', () => {
    const problems = (url: string) => problemsOf(() => readConfiguration(shared, { ...complete, AMQP_URL: url }));
    expect(problems('amqp://one:5672,amqps://user:a,b@two')).toEqual([]);
    for (const wrong of ['one:5672', 'amqp://one,amqp://', 'http://secret@one', 'amqp://one:port']) {
      expect(problems(wrong)).toEqual([expect.stringMatching(/^AMQP_URL: must start with amqp:\/\//)]);
    }
  });

  it('needs issuers only where clients are answered', () => {
    const without = { ...complete, TRUSTED_ISSUERS: '' };
    expect(problemsOf(() => readConfiguration(shared, without))).toHaveLength(1);
    expect(problemsOf(() => readConfiguration(shared, { ...without, ROLES: 'consumer, sweeper' }))).toEqual([]);
  });

  it('names the point at which the process ends itself, never in production', () => {
    const read = (text: string) => readConfiguration(shared, { ...complete, CRASH_AT: text }).crashAt;
    expect(read('before-mark')).toEqual({ point: 'before-mark', passage: 1 });
    expect(read('after-commit:3')).toEqual({ point: 'after-commit', passage: 3 });
    for (const wrong of ['somewhere', 'after-commit:0', 'after-commit:', 'after-commit:3:4', 'After-Commit'])
      expect(problemsOf(() => read(wrong))).toEqual([expect.stringMatching(/^CRASH_AT: must be .*before-commit, /)]);
    const production = { ...complete, NODE_ENV: 'production', CRASH_AT: 'after-commit' };
    expect(problemsOf(() => readConfiguration(shared, production))).toEqual([
      expect.stringContaining('CRASH_AT: is refused'),
    ]);
  });

  it('refuses demo data in production, and an issuer with a private key', () => {
    const environment = { ...complete, NODE_ENV: 'production', SEED_DEMO_DATA: 'true' };
    expect(problemsOf(() => readConfiguration(shared, environment))[0]).toContain('SEED_DEMO_DATA: is refused');
    const key = { kty: 'EC', crv: 'P-256', x: 'x', y: 'y', d: 'd', kid: 'k' };
    const issuer = JSON.stringify([{ issuer: 'i', jwks: { keys: [key] } }]);
    expect(problemsOf(() => readConfiguration(shared, { ...complete, TRUSTED_ISSUERS: issuer }))[0]).toContain(
      'private key',
    );
  });
});

describe('secrets in files', () => {
  const directory = mkdtempSync(join(tmpdir(), 'configuration-'));
  const file = join(directory, 'secret');
  const schema = z.object({ SECRET: z.string() });
  beforeAll(() => writeFileSync(file, 'from the file\n'));
  afterAll(() => rmSync(directory, { recursive: true }));

  it('are read where the variable itself is not set', () => {
    expect(readConfiguration(schema, { SECRET_FILE: file })).toEqual({ SECRET: 'from the file' });
  });

  it('are a problem when unreadable or given twice', () => {
    expect(problemsOf(() => readConfiguration(schema, { SECRET_FILE: `${file}-missing` }))).toEqual([
      `SECRET_FILE: ${file}-missing cannot be read (ENOENT)`,
    ]);
    expect(problemsOf(() => readConfiguration(schema, { SECRET_FILE: file, SECRET: 'x' }))).toEqual([
      'SECRET: give SECRET or SECRET_FILE, not both',
    ]);
  });

  it('leaves a variable alone whose own name ends in _FILE', () => {
    expect(readConfiguration(z.object({ SUPERGRAPH_FILE: z.string() }), { SUPERGRAPH_FILE: 'a.graphql' })).toEqual({
      SUPERGRAPH_FILE: 'a.graphql',
    });
  });
});
