import { ProviderRejected, type ProviderTransport } from '@ordergraph/payments/internals';
import { Customers } from '../customers/customers.js';
import { Chronicle } from './chronicle.js';
import { World } from './world.js';

const hour = 3_600_000;

/** An order that is confirmed and cancelled while the provider takes no refund, and all that follows within so many hours. */
async function cancelledInVain(
  refund: (transport: ProviderTransport, path: string, body: object) => Promise<unknown>,
  hours: number,
): Promise<World> {
  const provider = (transport: ProviderTransport): ProviderTransport => ({
    ...transport,
    post: (path, body) => (path === '/refunds' ? refund(transport, path, body) : transport.post(path, body)),
  });
  const chronicle = new Chronicle(false);
  const world = new World({ replicas: 1, stock: 1, draw: () => 0, chronicle, replacements: { provider } });
  const customers = new Customers(world);
  const settle = async (): Promise<void> => {
    while (await world.step());
  };
  customers.place('tok_success', 1);
  for (await settle(); orderIn(world)?.status !== 'CONFIRMED'; await settle()) await world.pass(10);
  customers.cancel(0);
  const end = world.agenda.elapsed + hours * hour;
  for (await settle(); world.agenda.elapsed < end; await settle()) {
    const next = Math.min(world.nextAt(), end);
    await world.pass(Math.max(next - world.agenda.elapsed, 500));
  }
  return world;
}

const orderIn = (world: World) =>
  world.databases.orders.commits.all().at(-1)?.state as { status: string; stuckAt?: string } | undefined;
const dead = (world: World) => world.broker.deadLetters.map(({ envelope: { failure } }) => failure?.errorCode);

describe('an order whose money the provider does not give back', () => {
  it('is stuck for an operator to see, and is no dead letter, however long nobody looks', async () => {
    const refused = { status: 'failed', code: 'account_closed', message: 'The account was closed.' };
    const world = await cancelledInVain(() => Promise.resolve(refused), 24);
    expect(orderIn(world)).toMatchObject({ status: 'CANCELLING', stuckAt: expect.any(String) as string });
    expect(dead(world)).toEqual([]);
  });

  it('is one dead letter beside, when the provider calls the request itself wrong', async () => {
    const rejected = (_: unknown, path: string): Promise<unknown> =>
      Promise.reject(new ProviderRejected({ path, status: 422, code: 'account_closed' }));
    const world = await cancelledInVain(rejected, 24);
    expect(orderIn(world)).toMatchObject({ status: 'CANCELLING', stuckAt: expect.any(String) as string });
    expect(dead(world)).toEqual(['PROVIDER_REJECTED']);
  });
});
