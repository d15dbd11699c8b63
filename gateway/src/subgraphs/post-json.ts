import type { Dispatcher } from 'undici';

import { decoded } from './content-coding.js';

export interface JsonPost {
  readonly path: string;
  /** Names and values in turn. */
  readonly headers: string[];
  readonly body: string;
  /** Called when there is a connection for it; when it throws, nothing is sent. */
  readonly beforeSending?: () => void;
  /** As of `performance.now()`: more of an answer that comes later than this ends it, since its connection is needed for others. */
  readonly until?: number;
}

export interface PostAnswer {
  readonly statusCode: number;
  readonly text: string;
}

/** More is no answer, but something that would take the gateway's memory. */
const MOST_BYTES = 64 * 1024 * 1024;

/** Posts and reads the whole answer. `dispatcher.request` would do the same over a stream, which costs a small answer a fifth of its time. */
export function postJson(
  dispatcher: Dispatcher,
  { path, headers, body, beforeSending, until = Infinity }: JsonPost,
  mostBytes = MOST_BYTES,
): Promise<PostAnswer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    let statusCode = 0;
    let coding: string | string[] | undefined;
    dispatcher.dispatch(
      { path, method: 'POST', headers, body },
      {
        onRequestStart: () => beforeSending?.(),
        onResponseStart: (_controller, status, responseHeaders) => {
          statusCode = status;
          coding = responseHeaders['content-encoding'];
        },
        onResponseData: (controller, chunk) => {
          bytes += chunk.length;
          if (bytes > mostBytes) controller.abort(new Error(`an answer of more than ${String(mostBytes)} bytes`));
          else if (performance.now() > until) controller.abort(new Error('an answer that was not whole in time'));
          else chunks.push(chunk);
        },
        onResponseEnd: () => {
          const whole = joined(chunks);
          if (!coding) resolve({ statusCode, text: textOf(whole) });
          else
            decoded(whole, String(coding), mostBytes).then(
              (bytes) => resolve({ statusCode, text: textOf(bytes) }),
              reject,
            );
        },
        onResponseError: (_controller, error) => reject(error),
      },
    );
  });
}

const BYTE_ORDER_MARK = Buffer.from('\uFEFF');

function joined(chunks: readonly Buffer[]): Buffer {
  const [first] = chunks;
  return first && chunks.length === 1 ? first : Buffer.concat(chunks);
}

function textOf(whole: Buffer): string {
  const isMarked = whole.subarray(0, BYTE_ORDER_MARK.length).equals(BYTE_ORDER_MARK);
  return whole.toString('utf8', isMarked ? BYTE_ORDER_MARK.length : 0);
}
