import type { Customers } from '../customers/customers.js';
import type { Step } from '../world/agenda.js';
import { isWaiting, type Waiting } from '../world/memory-broker.js';
import type { Replica } from '../world/replica.js';
import type { World } from '../world/world.js';
import type { Deed, Move } from './moves.js';

/** Makes a move. What happens to a message happens to the next one when none is under way. */
export async function applyMove(world: World, customers: Customers, move: Move): Promise<void> {
  switch (move.kind) {
    case 'place':
      tell(world, `a customer orders ${move.pieces} with ${move.card}: order ${customers.wishes.length + 1}`);
      return customers.place(move.card, move.pieces);
    case 'place-again':
      tell(world, `the customer of ${orderOf(customers, move.order)} sends the same request again`);
      return customers.placeAgain(move.order);
    case 'cancel':
      tell(world, `the customer of ${orderOf(customers, move.order)} cancels`);
      return customers.cancel(move.order);
    case 'refund':
      tell(world, `an operator gives back something on ${orderOf(customers, move.order)}`);
      return customers.refund(move.order);
    case 'decide':
      tell(
        world,
        `the customer of ${orderOf(customers, move.order)} ${move.approves ? 'approves' : 'refuses'} at the provider`,
      );
      return customers.decide(move.order, move.approves);
    case 'pass':
      tell(world, `${move.seconds} s pass`);
      return world.pass(move.seconds * 1_000);
    case 'provider':
      tell(world, `the provider is ${move.trouble} for its next ${move.times} requests`);
      world.provider.trouble = { kind: move.trouble, times: move.times };
      return;
    case 'drop':
    case 'duplicate':
    case 'delay':
    case 'overtake':
      while (!world.agenda.steps.some(isWaiting) && (await world.step()));
      return disturbMessage(world, move);
    case 'fail':
      return failRequest(world, move);
    case 'crash':
    case 'stall':
    case 'disconnect':
      return disturbProcess(world, move);
    case 'restart':
      tell(world, 'whatever crashed is started again');
      return world.restartAll();
    case 'resume':
      tell(world, 'whatever stood still goes on');
      return resume(world);
    default:
      return move satisfies never;
  }
}

export function resume(world: World): void {
  for (const { process } of world.replicas) process.isStalled = false;
}

type Of<Kind extends Deed['kind']> = Extract<Deed, { readonly kind: Kind }>;

function disturbMessage(world: World, deed: Of<'drop' | 'duplicate' | 'delay' | 'overtake'>): void {
  const { agenda, broker } = world;
  const waiting = pick(agenda.steps.filter(isWaiting), deed.message);
  if (!waiting) return;
  const { queue, message, deliveries } = waiting;
  const again = (): void => broker.enqueue(queue, message, deliveries);
  switch (deed.kind) {
    case 'drop':
      agenda.remove(waiting);
      return tell(world, `lost: ${waiting.tell()}`);
    case 'duplicate':
      again();
      return tell(world, `twice: ${waiting.tell()}`);
    case 'delay':
      agenda.remove(waiting);
      agenda.after(deed.seconds * 1_000, again);
      return tell(world, `${deed.seconds} s late: ${waiting.tell()}`);
    case 'overtake':
      return overtake(world, waiting);
    default:
      return deed satisfies never;
  }
}

function overtake(world: World, waiting: Waiting): void {
  if (!waiting.isPossible()) return;
  world.agenda.remove(waiting);
  tell(world, `before everything else: ${waiting.tell()}`);
  waiting.perform();
}

function failRequest(world: World, { request, when }: Of<'fail'>): void {
  const step = pick(world.agenda.steps.filter(canFail), request);
  if (!step) return;
  world.agenda.remove(step);
  tell(world, when === 'before' ? `fails: ${step.tell()}` : `done, but its answer is lost: ${step.tell()}`);
  step.fail(when);
}

function disturbProcess(world: World, deed: Of<'crash' | 'stall' | 'disconnect'>): void {
  const replica = pick(
    world.replicas.filter(({ process }) => process.isRunning),
    deed.process,
  );
  if (!replica) return;
  switch (deed.kind) {
    case 'crash':
      return crash(world, replica, deed);
    case 'stall':
      tell(world, `${replica.process.name} stands still, and what it held goes to others`);
      replica.process.isStalled = true;
      return world.broker.disconnect(replica.process);
    case 'disconnect':
      tell(world, `${replica.process.name} loses its connection to the broker, and connects again`);
      return world.broker.disconnect(replica.process);
    default:
      return deed satisfies never;
  }
}

function crash(world: World, replica: Replica, { inFlight, restarts }: Of<'crash'>): void {
  const sent = inFlight === 'lost' ? '' : '; what it had sent still arrives';
  tell(world, `${replica.process.name} crashes${restarts ? ' and starts again' : ''}${sent}`);
  world.crash(replica, inFlight);
  if (restarts) world.restartAll();
}

const canFail = (step: Step): step is Step & Required<Pick<Step, 'fail'>> => step.fail !== undefined;

const pick = <Item>(items: readonly Item[], which: number): Item | undefined =>
  items[which % Math.max(1, items.length)];

const orderOf = ({ wishes }: Customers, order: number): string => `order ${(order % Math.max(1, wishes.length)) + 1}`;

const tell = (world: World, line: string): void => world.chronicle.tell(() => `!! ${line}`);
