import { type Contract, type ContractRegistry, type DataOf, ReplayEnded } from '@ordergraph/events';
import type { BrokerMessage } from '../broker/port.js';
import { MessageInvalid } from '../errors.js';
import { decode } from './decode.js';
import type { ConsumerDefinition } from './definitions.js';
import type { Handler } from './handler.js';
import { refuseExpired } from './policies/expiry.js';
import { withImmediateRetries } from './policies/immediate-retries.js';
import { serialWithinStream } from './policies/serial-within-stream.js';
import { realWaiting, type Waiting } from './waiting.js';

export interface ProcessorOptions {
  readonly definition: ConsumerDefinition;
  readonly registry: ContractRegistry;
  readonly onReplayEnded: ((ended: DataOf<typeof ReplayEnded>) => Promise<void>) | undefined;
  readonly waiting?: Waiting | undefined;
}

/** Handles one message; resolves when its effect is durable. `mayStart` is asked when its turn in its stream has come. */
export type Processor = (message: BrokerMessage, mayStart: () => boolean) => Promise<'processed' | 'skipped'>;

/** The consumer was interrupted before the message's turn came: nothing happened to it. */
export class NotStarted extends Error {}

/** Composes what a consumer does with a message: decode, refuse the expired, leave replays to views, hand to the reaction. */
export function createProcessor(options: ProcessorOptions): Processor {
  const { definition, registry, onReplayEnded, waiting = realWaiting } = options;
  const { kind = 'reactions', reactions } = definition;
  const handlers = new Map(
    reactions.map(({ contract, handle }) => [
      contract.type,
      withImmediateRetries(handle as unknown as Handler, waiting),
    ]),
  );
  const inStream = serialWithinStream();
  return async (message, mayStart) => {
    const { contract, received } = decode(message, registry);
    refuseExpired({ contract, received }, waiting.now());
    if (received.isReplay && kind === 'reactions') return 'skipped';
    if (received.type === ReplayEnded.type) {
      await onReplayEnded?.(received.data as DataOf<typeof ReplayEnded>);
      return 'processed';
    }
    const handle = handlers.get(received.type);
    if (!handle) return skipOrRefuse(contract);
    await inStream(received.subject, () => (mayStart() ? handle(received) : Promise.reject(new NotStarted())));
    return 'processed';
  };
}

/** An old binding may bring events that nobody asks for any more; a command without a handler must not vanish. */
function skipOrRefuse({ kind, type }: Contract): 'skipped' {
  if (kind === 'event') return 'skipped';
  throw new MessageInvalid(`nothing handles ${type} here`);
}
