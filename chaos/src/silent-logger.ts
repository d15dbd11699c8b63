import type { BrokerLogger } from '@ordergraph/messaging';

const ignore = (): void => undefined;

/** For connections of the harness itself: what goes wrong with them is what was asked for. */
export const silentLogger: BrokerLogger = { debug: ignore, info: ignore, warn: ignore, error: ignore };
