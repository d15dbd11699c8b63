import { EventEmitter } from 'node:events';
import type { mongo } from 'mongoose';
import pino from 'pino';
import { type Commit, commitId } from '../commits/commit.js';
import { WakeSource } from './wake-source.js';

/** A change stream whose server is the test. */
class PlayedStream extends EventEmitter {
  resumeToken: unknown;
  closed = false;

  constructor(readonly startAfter: unknown) {
    super();
    this.resumeToken = startAfter;
  }

  tells(version: number): void {
    this.resumeToken = `token ${version}`;
    this.emit('resumeTokenChanged');
    this.emit('change', { documentKey: { _id: commitId('order-1', version) } });
  }

  close(): Promise<void> {
    this.closed = true;
    this.emit('close');
    return Promise.resolve();
  }
}

function played() {
  const streams: PlayedStream[] = [];
  const collection = {
    watch(_pipeline: unknown, { startAfter }: { startAfter?: unknown }) {
      const stream = new PlayedStream(startAfter);
      streams.push(stream);
      return stream;
    },
  };
  const heard: (number | 'opened')[] = [];
  const source = new WakeSource(collection as unknown as mongo.Collection<Commit>, pino({ level: 'silent' }), {
    woken: ({ version }) => heard.push(version),
    opened: () => heard.push('opened'),
  });
  const current = (): PlayedStream => streams.at(-1) ?? new PlayedStream(undefined);
  return { source, streams, heard, current };
}

describe('the source of wake-ups', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it('says that it is open once the server has answered, and then what was committed', () => {
    const { source, heard, current } = played();
    source.start();
    expect(heard).toEqual([]);
    current().tells(1);
    current().tells(2);
    expect(heard).toEqual(['opened', 1, 2]);
  });

  it.each([
    ['fails', (stream: PlayedStream) => stream.emit('error', new Error('not primary'))],
    ['is ended by the server without a word', (stream: PlayedStream) => stream.emit('close')],
  ])('goes on after the last commit it told when its stream %s', (_how, breaks) => {
    const { source, streams, heard, current } = played();
    source.start();
    current().tells(1);
    breaks(current());
    expect(streams[0]?.closed).toBe(true);
    jest.advanceTimersByTime(1_000);
    expect(streams.map(({ startAfter }) => startAfter)).toEqual([undefined, 'token 1']);
    current().emit('error', new Error('still not')); // not reached yet: nothing is forgotten by that
    jest.advanceTimersByTime(1_000);
    current().tells(2);
    expect(streams.map(({ startAfter }) => startAfter)).toEqual([undefined, 'token 1', 'token 1']);
    expect(heard).toEqual(['opened', 1, 'opened', 2]);
  });

  it('begins afresh when the server has forgotten where it was', () => {
    const { source, streams, current } = played();
    source.start();
    current().tells(1);
    current().emit('error', Object.assign(new Error('the resume point is no longer in the oplog'), { code: 286 }));
    jest.advanceTimersByTime(1_000);
    expect(streams.map(({ startAfter }) => startAfter)).toEqual([undefined, undefined]);
  });

  it('opens no other stream once it is stopped', async () => {
    const { source, streams, current } = played();
    source.start();
    await source.stop();
    current().emit('error', new Error('late'));
    jest.advanceTimersByTime(10_000);
    expect(streams.map(({ closed }) => closed)).toEqual([true]);
  });

  it('opens no other stream when it is stopped while broken', async () => {
    const { source, streams, current } = played();
    source.start();
    current().emit('error', new Error('not primary'));
    await source.stop();
    jest.advanceTimersByTime(10_000);
    expect(streams).toHaveLength(1);
  });
});
