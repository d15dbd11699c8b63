import type { Dispatcher } from 'undici';

export interface JsonPost {
  readonly path: string;
  /** Names and values in turn. */
  readonly headers: string[];
  readonly body: string;
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
  { path, headers, body }: JsonPost,
  mostBytes = MOST_BYTES,
): Promise<PostAnswer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    let statusCode = 0;
    dispatcher.dispatch(
      { path, method: 'POST', headers, body },
      {
        onRequestStart: () => undefined,
        onResponseStart: (_controller, status) => {
          statusCode = status;
        },
        onResponseData: (controller, chunk) => {
          bytes += chunk.length;
          if (bytes > mostBytes) controller.abort(new Error(`an answer of more than ${String(mostBytes)} bytes`));
          else chunks.push(chunk);
        },
        onResponseEnd: () => resolve({ statusCode, text: textOf(chunks) }),
        onResponseError: (_controller, error) => reject(error),
      },
    );
  });
}

const BYTE_ORDER_MARK = Buffer.from('\uFEFF');

function textOf(chunks: readonly Buffer[]): string {
  const [first] = chunks;
  const whole = first && chunks.length === 1 ? first : Buffer.concat(chunks);
  const isMarked = whole.subarray(0, BYTE_ORDER_MARK.length).equals(BYTE_ORDER_MARK);
  return whole.toString('utf8', isMarked ? BYTE_ORDER_MARK.length : 0);
}
