import type { Work } from '../platform/work-done.js';

/** The platform as it is, or with its messaging as it is usually written (`naive/`), the yardstick. */
export type Variant = 'ordergraph' | 'naive';

/** One line of the result; durations in milliseconds. */
export interface SagaRow {
  readonly variant: Variant;
  readonly broker: string;
  readonly inFlight: number;
  readonly sagasPerSecond: number;
  readonly placeP50: number;
  readonly placeP99: number;
  readonly sagaP50: number;
  readonly sagaP99: number;
  /** CPU of each process per saga; null where the system does not tell. */
  readonly cpuMillisecondsPerSaga: Readonly<Record<string, number | null>>;
  readonly workPerSaga: Work;
  /** Of one insert alone, right before: what this machine is good for. */
  readonly durableWriteP50: number;
}
