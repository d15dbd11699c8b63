import { BrokenCircuitError, circuitBreaker, CircuitState, ConsecutiveBreaker, handleWhen, noop } from 'cockatiel';

export interface CircuitOptions {
  /** In a row, until the subgraph is left alone; 0: it never is. */
  failures: number;
  /** How long it is left alone before one request tries again. */
  pauseMilliseconds: number;
}

export interface Circuit {
  /** Asks before it returns, or not at all: then it throws what `isLeftAlone` knows. Nobody waits for others. */
  execute<T>(ask: () => Promise<T>): Promise<T>;
}

export type CircuitPhase = 'closed' | 'open' | 'half-open';

/**
 * Leaves a subgraph alone that fails again and again: its requests then fail at once, also while one tries, and it has time to come back. What
 * `isFailure` does not count says nothing of the subgraph: it neither opens the circuit, nor closes it when the one request that tries ends so.
 */
export function createCircuit(
  { failures, pauseMilliseconds }: CircuitOptions,
  isFailure: (error: Error) => boolean,
  observe: (phase: CircuitPhase) => void,
): Circuit {
  observe('closed');
  if (failures === 0) return noop;
  const ofTrials = new WeakSet<Error>();
  const circuit = circuitBreaker(
    // Cockatiel takes an error that is not handled for a success of the trial.
    handleWhen((error) => isFailure(error) || ofTrials.has(error)),
    { halfOpenAfter: pauseMilliseconds, breaker: new ConsecutiveBreaker(failures) },
  );
  circuit.onStateChange((state) => {
    observe(state === CircuitState.Closed ? 'closed' : state === CircuitState.HalfOpen ? 'half-open' : 'open');
  });
  const trial = async <T>(ask: () => Promise<T>): Promise<T> => {
    try {
      return await ask();
    } catch (error) {
      if (error instanceof Error) ofTrials.add(error);
      throw error;
    }
  };
  return {
    execute: (ask) => {
      // Cockatiel would have it wait for the one that tries, and then begin, whether anybody waits for it still or not.
      if (circuit.state === CircuitState.HalfOpen) return Promise.reject(new BrokenCircuitError());
      return circuit.execute(() => (circuit.state === CircuitState.Closed ? ask() : trial(ask)));
    },
  };
}

export const isLeftAlone = (error: unknown): boolean => error instanceof BrokenCircuitError;
