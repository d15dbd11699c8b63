export { type Backoff, type BackoffOptions, createBackoff } from './backoff.js';
export type { ResumptionOptions, SocketOptions } from './options.js';
export { createResumableClient, type ResumableClient, type ResumableClientOptions } from './resumable-client.js';
export {
  type OpenStream,
  ResumableStream,
  type ResumableStreamOptions,
  type StreamAttempt,
  type StreamSink,
} from './resumable-stream.js';
export { type Resumable, resumeOperation } from './resume-operation.js';
export { type SocketResult } from './socket-source.js';
export { type StreamEnd, StreamRefused, readStreamEnd } from './stream-end.js';
export { type StreamResult, type VersionOf, versionOfOrderProgress } from './stream-position.js';
export { type GetToken, Tokens } from './tokens.js';
