import type { Random, Replica } from '@ordergraph/chaos';

/** A hand restarts its programs one at a time: in order or by `kill -9`, the next when the last answers again. */
type Hand = readonly [Replica, ...Replica[]];

/**
 * Two hands restart programs as long as they are told to; whenever both happen to, the gateway and a service behind it are gone
 * together. Answers what they did.
 */
export async function restartAtRandom(
  hands: readonly [Hand, Hand],
  random: Random,
  goesOn: () => boolean,
): Promise<string[]> {
  const done: string[] = [];
  const play = async (hand: Hand, chance: Random): Promise<void> => {
    while (goesOn()) {
      const replica = chance.pick(hand);
      const inOrder = chance.chance(1 / 2);
      await (inOrder ? replica.replace({}) : killed(replica));
      done.push(`${inOrder ? 'stop' : 'kill -9'} ${replica.name}`);
    }
  };
  await Promise.all(hands.map((hand, index) => play(hand, random.fork(`hand ${index}`))));
  return done;
}

async function killed(replica: Replica): Promise<void> {
  await replica.restartAs({});
  await replica.running();
}
