import { Transform } from 'node:stream';
import { type Frame, FrameReader, method, methodOf } from './amqp-frames.js';
import { ChannelDisorder, type DisorderOptions } from './channel-disorder.js';

const channelOpen = method(20, 10);
const channelClose = method(20, 40);
/** What a client says before its first frame: `AMQP`, 0, 0, 9, 1. */
const greetingLength = 8;

/**
 * One connection of AMQP between a client and a broker, whose deliveries are disordered on the way. The client sees what a
 * broker may do: a message again, or later than others; the broker sees each delivery settled once.
 */
export function disorderly(options: DisorderOptions): { readonly toClient: Transform; readonly toBroker: Transform } {
  const channels = new Map<number, ChannelDisorder>();
  const toClient = framed((frame) => ofChannel(frame).fromBroker(frame));
  const ofChannel = ({ channel }: Frame): ChannelDisorder => {
    const known = channels.get(channel);
    if (known) return known;
    const made = new ChannelDisorder({ ...options, deliver: (bytes) => toClient.destroyed || toClient.push(bytes) });
    channels.set(channel, made);
    return made;
  };
  const toBroker = framed((frame) => {
    const said = methodOf(frame);
    if (said === channelOpen || said === channelClose) forget(frame.channel);
    return ofChannel(frame).fromClient(frame);
  }, greetingLength);
  const forget = (channel: number): void => {
    channels.get(channel)?.end();
    channels.delete(channel);
  };
  toClient.once('close', () => [...channels.keys()].forEach(forget));
  return { toClient, toBroker };
}

/** Passes on what `translate` makes of each frame; the first `greeting` bytes are passed on as they are. */
function framed(translate: (frame: Frame) => readonly Buffer[], greeting = 0): Transform {
  const reader = new FrameReader();
  let unread = greeting;
  return new Transform({
    transform(bytes: Buffer, _, done) {
      const begin = Math.min(unread, bytes.length);
      unread -= begin;
      const frames = reader.read(bytes.subarray(begin));
      const passed = Buffer.concat([bytes.subarray(0, begin), ...frames.flatMap(translate)]);
      done(null, passed.length > 0 ? passed : undefined);
    },
  });
}
