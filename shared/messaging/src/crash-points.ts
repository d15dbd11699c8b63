import { writeSync } from 'node:fs';

/** Moments between two durable steps at which losing the process is most likely to be told apart from not losing it. */
export const crashPoints = [
  /** A decision is made, nothing is written. */
  'before-commit',
  /** A commit is durable; own views do not show it. */
  'after-commit',
  /** Own views show a commit; nobody publishes its events. */
  'after-views',
  /** The guards and commits of a transaction are written; it is not committed. */
  'before-guarded-commit',
  /** A transaction is committed; who asked for it does not know. */
  'after-guarded-commit',
  /** The broker has a message; the process has not heard so. */
  'before-confirm',
  /** Every message of a commit is confirmed; nothing is marked. */
  'after-confirm',
  /** Secrets that have served are blanked; their commits are still marked as pending. */
  'before-mark',
  /** The effect of a message is durable; the message is not acknowledged. */
  'before-acknowledge',
  /** An external effect is intended; nobody was asked for it. */
  'before-provider-call',
  /** An external effect has happened; its outcome is not recorded. */
  'after-provider-call',
  /** The sweep has taken commits; none of them is published. */
  'sweep-taken',
  /** A deadline has passed, or a command stayed unanswered; nothing is done about it. */
  'deadline-due',
  /** A history is sent; its end marker is not. */
  'before-replay-end',
  /** New own views are filled; that they are is not recorded. */
  'before-views-built',
] as const;

export type CrashPoint = (typeof crashPoints)[number];

/** `passage` counts from 1, since the process began. */
export interface CrashAt {
  readonly point: CrashPoint;
  readonly passage: number;
}

/** Reads `after-commit` or `after-commit:3`; undefined for anything else. */
export function readCrashAt(text: string): CrashAt | undefined {
  const { name, passage = '1' } = /^(?<name>[a-z-]+)(?::(?<passage>[1-9]\d{0,5}))?$/.exec(text)?.groups ?? {};
  const point = crashPoints.find((each) => each === name);
  return point && { point, passage: Number(passage) };
}

let armed: CrashAt | undefined;
let passed = 0;

/** From now on this process ends itself at that passage. Services that share a process arm it once. For tests only. */
export function armCrashPoint(at: CrashAt): void {
  armed ??= at;
}

/** Ends the process as `kill -9` does when it was told to end here; else nothing. */
export function crashPoint(name: CrashPoint): void {
  if (armed?.point !== name) return;
  passed += 1;
  if (passed !== armed.passage) return;
  writeSync(2, `crash point ${name}, passage ${passed}\n`);
  process.kill(process.pid, 'SIGKILL');
}
