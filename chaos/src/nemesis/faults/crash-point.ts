import type { ProgramName } from '@ordergraph/launcher';
import { type CrashPoint, crashPoints } from '@ordergraph/messaging';
import type { Fault } from '../fault.js';

/** What only some services ever pass; nobody passes the points of a first start any more. */
const passedBy: Partial<Record<CrashPoint, readonly ProgramName[]>> = {
  'before-guarded-commit': ['inventory'],
  'after-guarded-commit': ['inventory'],
  'before-provider-call': ['payments'],
  'after-provider-call': ['payments'],
  'before-mark': ['orders', 'payments'],
  'deadline-due': ['orders'],
  'before-replay-end': [],
  'before-views-built': [],
};

/** Where orders pass. Users hear of nothing that happens to an order. */
const trading: readonly ProgramName[] = ['orders', 'inventory', 'payments'];

export const pointsOf = (program: ProgramName): readonly CrashPoint[] =>
  crashPoints.filter((point) => (passedBy[point] ?? trading).includes(program));

/** One or two replicas start again and end themselves between two durable steps; what never gets there starts again in order. */
export const crashAtPoint: Fault = {
  name: 'crash-point',
  lane: 'services',
  lasts: [5, 12],
  async begin({ services }, random) {
    const replicas = random.shuffled(services.filter(({ program }) => pointsOf(program).length > 0));
    const doomed = replicas.slice(0, random.between(1, 2)).map((replica) => {
      const [point = 'after-commit'] = random.shuffled(pointsOf(replica.program));
      return { replica, at: `${point}:${random.between(1, 8)}` };
    });
    const arm = ({ replica, at }: (typeof doomed)[number]): Promise<void> =>
      replica.restartAs({ environment: { CRASH_AT: at }, doomed: true });
    await Promise.all(doomed.map(arm));
    return {
      what: doomed.map(({ replica, at }) => `${replica.name} ends itself at ${at}`).join(', '),
      end: () => Promise.all(doomed.filter(({ replica }) => replica.doomed).map(({ replica }) => replica.replace({}))),
    };
  },
};
