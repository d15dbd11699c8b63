import {
  BrokenCircuitError,
  circuitBreaker,
  CircuitState,
  ConsecutiveBreaker,
  handleWhen,
  type IPolicy,
  noop,
} from 'cockatiel';

export interface CircuitOptions {
  /** In a row, until the subgraph is left alone; 0: it never is. */
  failures: number;
  /** How long it is left alone before one request tries again. */
  pauseMilliseconds: number;
}

export type CircuitPhase = 'closed' | 'open' | 'half-open';

/** Leaves a subgraph alone that fails again and again: its requests then fail at once, and it has time to come back. */
export function createCircuit(
  { failures, pauseMilliseconds }: CircuitOptions,
  isFailure: (error: Error) => boolean,
  observe: (phase: CircuitPhase) => void,
): IPolicy {
  observe('closed');
  if (failures === 0) return noop;
  const circuit = circuitBreaker(handleWhen(isFailure), {
    halfOpenAfter: pauseMilliseconds,
    breaker: new ConsecutiveBreaker(failures),
  });
  circuit.onStateChange((state) => {
    observe(state === CircuitState.Closed ? 'closed' : state === CircuitState.HalfOpen ? 'half-open' : 'open');
  });
  return circuit;
}

export const isLeftAlone = (error: unknown): boolean => error instanceof BrokenCircuitError;
