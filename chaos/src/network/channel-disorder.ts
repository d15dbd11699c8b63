import type { Random } from '../random.js';
import { type Frame, headerFrame, method, methodOf } from './amqp-frames.js';

/** What happens to deliveries at the moment; probabilities. */
export interface Disorder {
  /** Delivered again later, perhaps after it was acknowledged. */
  duplicate: number;
  /** Held back, so that later ones arrive before it. */
  hold: number;
}

export interface DisorderOptions {
  readonly disorder: Disorder;
  readonly random: Random;
  readonly onMeddled?: (what: 'duplicated' | 'held') => void;
}

const cancel = method(60, 30);
const closeByBroker = method(20, 40);
const delivery = method(60, 60);
/** Methods that a header and a body follow: return, deliver, get-ok. */
const withContent: ReadonlySet<number> = new Set([method(60, 50), delivery, method(60, 71)]);
/** Each begins with a delivery tag: ack, reject, nack. */
const settlements: ReadonlySet<number> = new Set([method(60, 80), method(60, 90), method(60, 120)]);

/** Frames of one message, and how many bytes of its body are still to come. */
interface Content {
  readonly frames: Frame[];
  missing: number;
}

/**
 * What happens on one channel. Frames of a message are passed on together, since those of two must not mix.
 *
 * Invariant: of a delivery that was passed on twice, the first settlement reaches the broker and the second does not.
 */
export class ChannelDisorder {
  readonly #options: DisorderOptions & { readonly deliver: (bytes: Buffer) => void };
  readonly #timers = new Map<NodeJS.Timeout, () => void>();
  /** Deliveries passed on twice, by their tags, and whether one of the two was settled. */
  readonly #twice = new Map<bigint, boolean>();
  #content: Content | undefined;
  #isOrderly = false;

  constructor(options: DisorderOptions & { readonly deliver: (bytes: Buffer) => void }) {
    this.#options = options;
  }

  /** What of it goes on to the client now. */
  fromBroker(frame: Frame): readonly Buffer[] {
    const said = methodOf(frame);
    if (said === closeByBroker) this.end();
    if (said !== undefined && withContent.has(said)) this.#content = { frames: [], missing: Number.POSITIVE_INFINITY };
    if (!this.#content) return [frame.bytes];
    const whole = collect(this.#content, frame);
    if (!whole) return [];
    this.#content = undefined;
    return this.#meddle(whole);
  }

  /** What of it goes on to the broker. */
  fromClient(frame: Frame): readonly Buffer[] {
    const said = methodOf(frame);
    if (said === cancel) this.#bringOrder();
    return said !== undefined && settlements.has(said) && this.#isSettled(tagOf(frame)) ? [] : [frame.bytes];
  }

  /** Nothing more is delivered: the broker has every message that was held back, and delivers it again. */
  end(): void {
    for (const timer of this.#timers.keys()) clearTimeout(timer);
    this.#timers.clear();
    this.#isOrderly = true;
  }

  #meddle(frames: readonly Frame[]): readonly Buffer[] {
    const bytes = Buffer.concat(frames.map((frame) => frame.bytes));
    const [first] = frames;
    if (this.#isOrderly || !first || methodOf(first) !== delivery) return [bytes];
    const { disorder, random, deliver, onMeddled } = this.#options;
    if (random.chance(disorder.duplicate)) {
      onMeddled?.('duplicated');
      this.#twice.set(tagOfDelivery(first), false);
      this.#later(() => deliver(bytes));
    }
    if (!random.chance(disorder.hold)) return [bytes];
    onMeddled?.('held');
    this.#later(() => deliver(bytes));
    return [];
  }

  #later(act: () => void): void {
    const timer = setTimeout(
      () => {
        this.#timers.delete(timer);
        act();
      },
      this.#options.random.between(1, 1_000),
    );
    this.#timers.set(timer, act);
  }

  /** Whoever stops consuming gets what was held back, at once: afterwards it would know nothing of it. */
  #bringOrder(): void {
    const held = [...this.#timers.values()];
    this.end();
    for (const act of held) act();
  }

  /** Whether the broker was told already. */
  #isSettled(tag: bigint): boolean {
    const settled = this.#twice.get(tag);
    if (settled === undefined) return false;
    if (settled) this.#twice.delete(tag);
    else this.#twice.set(tag, true);
    return settled;
  }
}

/** The frames of a message once all are there. */
function collect(content: Content, frame: Frame): readonly Frame[] | undefined {
  content.frames.push(frame);
  if (content.frames.length === 1) return undefined;
  // A header: class, weight, size of the body.
  content.missing =
    frame.type === headerFrame ? Number(frame.payload.readBigUInt64BE(4)) : content.missing - frame.payload.length;
  return content.missing === 0 ? content.frames : undefined;
}

/** Of a settlement: it follows class and method. */
const tagOf = ({ payload }: Frame): bigint => payload.readBigUInt64BE(4);

/** Of a delivery: it follows class, method and the consumer's tag, a string with its length in front. */
const tagOfDelivery = ({ payload }: Frame): bigint => payload.readBigUInt64BE(5 + payload.readUInt8(4));
