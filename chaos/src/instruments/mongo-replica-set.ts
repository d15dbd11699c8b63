import { setTimeout as delay } from 'node:timers/promises';
import { askMember, type PrivateMember, replicaSetUri, startPrivateReplicaSet } from '@ordergraph/infrastructure';
import { pause, resume } from './signals.js';

/** Three members on this machine, numbered 0, 1, 2. Who is cut off steps down and another is elected within about 3 s. */
export interface MongoReplicaSet {
  /** Names all members; the same before and after restarts. */
  readonly uri: string;
  running(member: number): boolean;
  /** The member that is primary, as soon as there is one. */
  primary(): Promise<number>;
  /** Makes the primary give up its office for ten seconds; what it has not replicated is rolled back. */
  stepDown(): Promise<void>;
  /** `kill -9` of the primary; answers which member that was. */
  killPrimary(): Promise<number>;
  /** `kill -9`. */
  kill(member: number): Promise<void>;
  /** Starts it again on its data; resolves when it is primary or follows one. */
  start(member: number): Promise<void>;
  /** Stops it where it stands: it keeps its connections and answers nobody. */
  pause(member: number): void;
  resume(member: number): void;
  /** Stops all members, paused ones too. Their data stays. */
  close(): Promise<void>;
}

type State = 'running' | 'paused' | 'down';

/**
 * Starts a new replica set of three in `directory`.
 *
 * @throws InfrastructureUnavailable when there is no mongod to be had
 */
export async function startMongoReplicaSet(options: { readonly directory: string }): Promise<MongoReplicaSet> {
  const members = await startPrivateReplicaSet(options);
  const states = members.map((): State => 'running');
  const at = (member: number): PrivateMember => {
    const found = members[member];
    if (!found) throw new RangeError(`there is no member ${member}`);
    return found;
  };
  const alive = (): number[] => members.map((_, member) => member).filter((member) => states[member] === 'running');
  const kill = async (member: number): Promise<void> => {
    states[member] = 'down';
    await at(member).kill();
  };
  const primary = (): Promise<number> => findPrimary(() => alive().map((member) => [member, at(member)]));
  return {
    uri: replicaSetUri(members),
    running: (member) => states[member] === 'running',
    primary,
    async stepDown() {
      const stepDown = { replSetStepDown: 10, secondaryCatchUpPeriodSecs: 2, force: true };
      await askMember(at(await primary()).port, stepDown, 5_000);
    },
    async killPrimary() {
      const member = await primary();
      await kill(member);
      return member;
    },
    kill,
    async start(member) {
      await at(member).start();
      states[member] = 'running';
    },
    pause(member) {
      pause(at(member).pid());
      states[member] = 'paused';
    },
    resume(member) {
      resume(at(member).pid());
      states[member] = 'running';
    },
    async close() {
      for (const [member, { pid }] of members.entries()) if (states[member] === 'paused') resume(pid());
      await Promise.all(members.map((member) => member.stop()));
    },
  };
}

const giveUpAfterMilliseconds = 60_000;

/** Of several that call themselves primary the one elected last is: the others have not heard of it yet. */
async function findPrimary(candidates: () => (readonly [number, PrivateMember])[]): Promise<number> {
  for (const deadline = Date.now() + giveUpAfterMilliseconds; Date.now() < deadline; await delay(50)) {
    const answers = await Promise.all(
      candidates().map(async ([number, member]) => {
        const answer = await member.hello().catch(() => undefined);
        return answer?.['isWritablePrimary'] === true ? [{ number, election: String(answer['electionId']) }] : [];
      }),
    );
    const [newest] = answers.flat().sort((one, other) => (one.election < other.election ? 1 : -1));
    if (newest) return newest.number;
  }
  throw new Error(`the replica set had no primary for ${giveUpAfterMilliseconds / 1_000} s`);
}
