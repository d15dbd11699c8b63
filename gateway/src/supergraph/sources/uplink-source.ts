import { type FailureToFetchSupergraphSdlAfterInit, UplinkSupergraphManager } from '@apollo/gateway';

import { startTimer } from '../../timer.js';
import { Problems, type SourceListener, type SupergraphSource } from './source.js';

export interface UplinkSourceOptions extends SourceListener {
  key: string;
  graphRef: string;
  /** Apollo's own when empty. */
  endpoints: readonly string[];
  /** After a start that failed; otherwise GraphOS says how often it wants to be asked. */
  pollSeconds: number;
}

/**
 * What GraphOS has for a graph, by Apollo's own manager. It does not wait for the first answer: a gateway that cannot reach GraphOS starts, is
 * not ready, and says why.
 */
export function followUplink(options: UplinkSourceOptions): SupergraphSource {
  const { key, graphRef, endpoints, pollSeconds, onText, onProblem } = options;
  const problems = new Problems(onProblem);
  const take = (sdl: string): void => {
    try {
      onText(sdl);
      problems.over();
    } catch (error) {
      problems.met(error);
    }
  };
  let isStopped = false;
  let cleanup: (() => Promise<void>) | undefined;
  let timer: NodeJS.Timeout | undefined;
  const start = async (): Promise<void> => {
    const manager = new UplinkSupergraphManager({
      apiKey: key,
      graphRef,
      logger: problemLogger(problems),
      initialMaxRetries: 0,
      onFailureToFetchSupergraphSdlAfterInit: endOfProblems(problems),
      ...(endpoints.length > 0 && { uplinkEndpoints: [...endpoints] }),
    });
    try {
      const started = await manager.initialize({
        update: take,
        healthCheck: async () => undefined,
        getDataSource: none,
      });
      if (isStopped) {
        await started.cleanup();
        return;
      }
      cleanup = started.cleanup;
      take(started.supergraphSdl);
    } catch {
      // The manager has logged why.
      if (!isStopped) timer = startTimer(pollSeconds * 1_000, () => void start());
    }
  };
  void start();
  return {
    stop: () => {
      isStopped = true;
      clearTimeout(timer);
      void cleanup?.();
    },
  };
}

function none(): never {
  throw new Error('The manager of a supergraph calls no subgraph.');
}

/** The manager tells what went wrong to its logger alone. */
function problemLogger(
  problems: Problems,
): ConstructorParameters<typeof UplinkSupergraphManager>[0]['logger'] & object {
  const silent = (): void => undefined;
  return { debug: silent, info: silent, warn: silent, error: (message: unknown) => problems.met(String(message)) };
}

/** It does not tell that it found nothing new either; of a failure it tells when it was last answered. */
function endOfProblems(problems: Problems): FailureToFetchSupergraphSdlAfterInit {
  let last: Date | undefined;
  return ({ error, mostRecentSuccessfulFetchAt }) => {
    if (mostRecentSuccessfulFetchAt !== last) problems.over();
    last = mostRecentSuccessfulFetchAt;
    return Promise.reject(error);
  };
}
