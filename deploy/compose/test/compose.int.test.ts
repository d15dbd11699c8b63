import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { inventoryService } from '@ordergraph/inventory';
import { ordersService } from '@ordergraph/orders';
import { paymentsService, webhookPath } from '@ordergraph/payments';
import { type Environment, readConfigurations, serviceConfiguration } from '@ordergraph/service';
import { usersService } from '@ordergraph/users';
import { parse } from 'yaml';
import { readGatewayConfiguration } from '../../../gateway/src/configuration.js';

const root = path.resolve(import.meta.dirname, '../../..');
const read = (file: string) => readFileSync(path.join(root, file), 'utf8');

/** Variables that docker-compose.yml takes from `.env`: `${NAME…}`, or a name without a value. */
const taken = [...read('docker-compose.yml').matchAll(/\$\{(?<name>[A-Z_]+)|^ {6}(?<bare>[A-Z_]+):$/gm)].map(
  ({ groups }) => groups?.['name'] ?? groups?.['bare'] ?? '',
);
const offered = [...read('.env.example').matchAll(/^#?(?<name>[A-Z_]+)=/gm)].map(
  ({ groups }) => groups?.['name'] ?? '',
);

interface LintResult {
  readonly messages: readonly { readonly rule: string; readonly type: string; readonly message: string }[];
}

function lint(file: string): LintResult[] {
  const program = path.join(root, 'node_modules/dclint/bin/dclint.cjs');
  const { stdout } = spawnSync(process.execPath, [program, '--formatter', 'json', file], {
    cwd: root,
    encoding: 'utf8',
  });
  return JSON.parse(stdout) as LintResult[];
}

describe('docker-compose.yml', () => {
  it('fits the compose specification, and no rule of the linter finds an error in it', () => {
    const results = lint('docker-compose.yml');
    const errors = results.flatMap(({ messages }) => messages).filter(({ type }) => type === 'error');
    expect(results).toHaveLength(1);
    expect(errors).toEqual([]);
  });

  it('takes from .env exactly what .env.example offers', () => {
    expect([...new Set(taken)].sort()).toEqual([...offered].sort());
  });

  it.each([usersService, inventoryService, ordersService, paymentsService])(
    'gives $name what it needs, with the keys that make-env.mjs makes',
    ({ name, port, configuration }) => {
      const environment = environmentOf(name);
      expect(() =>
        readConfigurations([serviceConfiguration({ defaultPort: port }), configuration], environment),
      ).not.toThrow();
      expect(environment['PORT']).toBe(String(port));
    },
  );

  it('sends the webhooks of the provider where payments takes them', () => {
    const { PAYMENT_WEBHOOK_URL } = environmentOf('payment-simulator');
    expect(PAYMENT_WEBHOOK_URL).toBe(`http://payments:${paymentsService.port}${webhookPath}`);
  });

  it('gives RabbitMQ the frames that nothing fits into which its clients cannot decode', () => {
    const { services } = parse(read('docker-compose.yml'), { merge: true }) as { services: Services };
    const mounted = services['rabbitmq']?.volumes?.map((volume) => volume.split(':')) ?? [];
    const files = mounted.filter(([, to]) => to?.startsWith('/etc/rabbitmq/conf.d/')).map(([from = '']) => read(from));
    expect(files.join('\n')).toMatch(/^frame_max = 16384$/m);
  });

  it('gives the gateway what it needs', () => {
    const image = { SUPERGRAPH_FILE: '/app/supergraph.graphql' };
    const { routingUrls } = readGatewayConfiguration({ ...image, ...environmentOf('gateway') });
    expect(Object.keys(routingUrls).sort()).toEqual(['inventory', 'orders', 'payments', 'users']);
  });
});

type Services = Readonly<
  Record<
    string,
    {
      readonly environment: Readonly<Record<string, string | number | null>>;
      readonly volumes?: readonly string[];
    }
  >
>;

/** The environment of one container, as compose would make it with a `.env` of make-env.mjs. */
function environmentOf(service: string): Environment {
  const script = path.join(root, 'deploy/compose/make-env.mjs');
  const lines = execFileSync(process.execPath, [script], { encoding: 'utf8' }).matchAll(/^([A-Z_]+)='?(.*?)'?$/gm);
  const values = new Map([...lines].map(([, name = '', value = '']) => [name, value]));
  const { services } = parse(read('docker-compose.yml'), { merge: true }) as { services: Services };
  const resolve = (text: string | number | null) =>
    String(text ?? '').replace(
      /\$\{([A-Z_]+)(?::-(.*?)|:\?.*?)?\}/g,
      (_, name: string, fallback = '') => values.get(name) ?? (fallback as string),
    );
  const given = services[service]?.environment ?? {};
  return Object.fromEntries(Object.entries(given).map(([name, text]) => [name, resolve(text)]));
}
