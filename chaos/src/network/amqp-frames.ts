/** A frame of AMQP 0-9-1 (specification, 4.2.3): type, channel, size, payload, end. */
export interface Frame {
  readonly type: number;
  readonly channel: number;
  readonly payload: Buffer;
  /** As it came. */
  readonly bytes: Buffer;
}

export const methodFrame = 1;
export const headerFrame = 2;

/** Class and method of a method frame in one number, as in `method(60, 80)`. */
export const method = (classId: number, methodId: number): number => classId * 0x10000 + methodId;

export const methodOf = ({ type, payload }: Frame): number | undefined =>
  type === methodFrame ? payload.readUInt32BE(0) : undefined;

const headLength = 7;
const endLength = 1;

/** Cuts a stream of bytes into frames. */
export class FrameReader {
  #rest: Buffer = Buffer.alloc(0);

  read(bytes: Buffer): Frame[] {
    this.#rest = Buffer.concat([this.#rest, bytes]);
    const frames: Frame[] = [];
    for (let frame = this.#next(); frame; frame = this.#next()) frames.push(frame);
    return frames;
  }

  #next(): Frame | undefined {
    const rest = this.#rest;
    if (rest.length < headLength) return undefined;
    const length = headLength + rest.readUInt32BE(3) + endLength;
    if (rest.length < length) return undefined;
    this.#rest = rest.subarray(length);
    return {
      type: rest.readUInt8(0),
      channel: rest.readUInt16BE(1),
      payload: rest.subarray(headLength, length - endLength),
      bytes: rest.subarray(0, length),
    };
  }
}
