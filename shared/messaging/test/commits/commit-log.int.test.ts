import { testMongo, uniqueNamespace } from '@ordergraph/testing';
import { type Commit, commitId } from '../../src/commits/commit.js';
import { refuse } from '../../src/commits/decider.js';
import { causedBy, Counted, counter, openLog, type TestLog, versionsOf } from './counter.js';

const namespace = uniqueNamespace();
let replicas: [TestLog, TestLog];

beforeAll(async () => {
  const open = () => openLog(testMongo().uri, `${namespace.name}_commits`);
  replicas = [await open(), await open()];
});
afterAll(async () => {
  await Promise.all(replicas.map((replica) => replica.close()));
  await namespace.cleanup();
});

const countOnce = (replica: TestLog, id: string, cause: string) =>
  replica.log.execute(counter, id, { ...causedBy(cause), decide: () => [Counted({ by: 1 })] });

it('gives concurrent writers of one stream contiguous versions and loses none', async () => {
  const writes = Array.from({ length: 60 }, (_, index) =>
    countOnce(replicas[index % 2 ? 1 : 0], 'contended', `c${index}`),
  );
  await Promise.all(writes);
  const { state, commits } = await replicas[0].log.history(counter, 'contended');
  expect(state).toBe(60);
  expect(versionsOf(commits)).toEqual(Array.from({ length: 60 }, (_, index) => index + 1));
});

it('records a cause once, however many replicas handle it at the same time', async () => {
  const writes = Array.from({ length: 20 }, (_, index) => countOnce(replicas[index % 2 ? 1 : 0], 'once', 'same cause'));
  const outcomes = (await Promise.all(writes)).map(({ outcome }) => outcome);
  expect(outcomes.filter((outcome) => outcome === 'committed')).toHaveLength(1);
  expect(outcomes.filter((outcome) => outcome === 'repeated')).toHaveLength(19);
  expect((await replicas[1].log.load(counter, 'once')).state).toBe(1);
});

it('answers a repeated cause before deciding, and tells another input under the same key apart', async () => {
  const decide = jest.fn(() => [Counted({ by: 1 })]);
  const { log } = replicas[0];
  await log.execute(counter, 'keyed', { ...causedBy('key', { inputHash: 'a' }), decide });
  const repeated = await log.execute(counter, 'keyed', { ...causedBy('key', { inputHash: 'a' }), decide });
  const reused = await log.execute(counter, 'keyed', { ...causedBy('key', { inputHash: 'b' }), decide });
  expect([repeated.outcome, reused.outcome]).toEqual(['repeated', 'key-reused']);
  expect(decide).toHaveBeenCalledTimes(1);
});

it('sends the recorded answer again when a command is repeated', async () => {
  const [replica] = replicas;
  const execution = { ...causedBy('command', { answerAgain: true }), decide: () => [Counted({ by: 1 })] };
  await replica.log.execute(counter, 'command', execution);
  expect(replica.answeredAgain).toHaveLength(0);
  await replica.log.execute(counter, 'command', execution);
  expect(replica.answeredAgain.map(({ cause }) => cause)).toEqual(['command']);
});

it('records nothing for a refusal or for a decision without messages', async () => {
  const { log } = replicas[0];
  const refused = await log.execute(counter, 'quiet', { ...causedBy('a'), decide: () => refuse('too late') });
  const unchanged = await log.execute(counter, 'quiet', { ...causedBy('a'), decide: () => [] });
  expect(refused).toEqual({ outcome: 'refused', refusal: 'too late', state: 0, version: 0 });
  expect(unchanged).toEqual({ outcome: 'unchanged', state: 0, version: 0 });
});

it('fails only the command whose decision throws', async () => {
  const { log } = replicas[0];
  const failing = log.execute(counter, 'failing', {
    ...causedBy('a'),
    decide: () => {
      throw new Error('cannot decide');
    },
  });
  const healthy = countOnce(replicas[0], 'healthy', 'a');
  await expect(failing).rejects.toThrow('cannot decide');
  await expect(healthy).resolves.toMatchObject({ outcome: 'committed' });
});

it('does nothing on old knowledge: a refusal is decided on what is stored', async () => {
  const [here, elsewhere] = replicas;
  await countOnce(here, 'known', 'a');
  await countOnce(elsewhere, 'known', 'b');
  const seen: number[] = [];
  const decide = (count: number) => {
    seen.push(count);
    return refuse(count);
  };
  const { outcome, version } = await here.log.execute(counter, 'known', { ...causedBy('c'), decide });
  expect({ outcome, version, seen }).toEqual({ outcome: 'refused', version: 2, seen: [1, 2] });
});

it('begins a stream without reading it, and finds what was recorded there before', async () => {
  const [here, elsewhere] = replicas;
  const reads = jest.spyOn(here.store, 'read');
  const first = { isFirst: true, decide: () => [Counted({ by: 1 })] };
  expect(await here.log.execute(counter, 'begun', { ...causedBy('a'), ...first })).toMatchObject({ version: 1 });
  expect(reads).not.toHaveBeenCalled();
  const repeated = await elsewhere.log.execute(counter, 'begun', { ...causedBy('a'), ...first });
  expect(repeated).toMatchObject({ outcome: 'repeated', version: 1 });
});

it('goes on without reading from what it wrote, until another process was faster', async () => {
  const [here, elsewhere] = replicas;
  await countOnce(here, 'going-on', 'a');
  const reads = jest.spyOn(here.store, 'read').mockClear();
  expect(await countOnce(here, 'going-on', 'b')).toMatchObject({ outcome: 'committed', state: 2 });
  expect(reads).not.toHaveBeenCalled();
  await countOnce(elsewhere, 'going-on', 'c');
  expect(await countOnce(here, 'going-on', 'd')).toMatchObject({ outcome: 'committed', state: 4, version: 4 });
  expect(await countOnce(here, 'going-on', 'c')).toMatchObject({ outcome: 'repeated', state: 4 });
});

it('fails only the commit that is larger than the database takes', async () => {
  const { store } = replicas[0];
  const commit = (id: string, text = ''): Commit => ({
    _id: commitId(`counter-${id}`, 1),
    messages: [{ ...Counted({ by: 1 }), data: { by: 1, text } }],
    cause: 'a',
    context: { correlationId: 'correlation' },
    at: new Date(),
    armed: 1,
  });
  const writes = [commit('small-1'), commit('large', 'x'.repeat(17_000_000)), commit('small-2')];
  const outcomes = await Promise.allSettled(writes.map((each) => store.append(each)));
  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  expect(versionsOf([...(await store.read('counter-small-1')), ...(await store.read('counter-small-2'))])).toEqual([
    1, 1,
  ]);
});
