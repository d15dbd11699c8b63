import type { FastifyInstance } from 'fastify';

/** What `/ready` asks and reports. */
export interface HealthChecks {
  /** Rejects when the database does not answer. */
  readonly database?: () => Promise<unknown>;
  readonly broker?: () => boolean;
  /** Whether the process can do nothing without a broker: not so for one that answers clients. */
  readonly brokerRequired?: boolean;
  /** Anything else that must hold; the name is reported with `ok` or `failing`. */
  readonly further?: Readonly<Record<string, () => boolean | Promise<boolean>>>;
}

/** Switches `/ready` to 503 when draining begins, so that no new work is sent here. */
export interface Health {
  drain(): void;
}

const patienceMilliseconds = 2_000;

/**
 * `/live`: the event loop turns. `/ready`: give me work; 503 while starting to stop or without what is needed. The state of
 * the broker is always reported, and decides only where nothing works without it.
 */
export function serveHealth(app: FastifyInstance, checks: HealthChecks): Health {
  let draining = false;
  app.get('/live', () => ({ status: 'ok' }));
  app.get('/ready', async (_request, reply) => {
    const database = checks.database && (await answers(checks.database)) ? 'ok' : 'unreachable';
    const connected = checks.broker?.();
    const further = await Promise.all(
      Object.entries(checks.further ?? {}).map(
        async ([name, check]) => [name, (await holds(check)) ? 'ok' : 'failing'] as const,
      ),
    );
    const ready =
      !draining &&
      (!checks.database || database === 'ok') &&
      (!checks.brokerRequired || connected === true) &&
      further.every(([, state]) => state === 'ok');
    return reply.code(ready ? 200 : 503).send({
      status: draining ? 'draining' : ready ? 'ready' : 'not ready',
      ...(checks.database && { database }),
      ...(connected !== undefined && { broker: connected ? 'connected' : 'disconnected' }),
      ...Object.fromEntries(further),
    });
  });
  return { drain: () => (draining = true) };
}

const answers = (check: () => Promise<unknown>): Promise<boolean> =>
  holds(() => Promise.race([check().then(() => true), after(patienceMilliseconds)]));

async function holds(check: () => boolean | Promise<boolean>): Promise<boolean> {
  try {
    return await check();
  } catch {
    return false;
  }
}

const after = (milliseconds: number): Promise<false> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds, false).unref());
