import { constants } from 'node:zlib';

import compress from '@fastify/compress';
import type { FastifyInstance } from 'fastify';

/** What is one answer. A stream is to arrive piece by piece, and a compressor would hold its pieces back. */
const ANSWERS = /^application\/(?:graphql-response\+)?json\b|^text\/(?:html|plain)\b/;

/** gzip or brotli, as the client prefers. Bodies of requests are taken as they are: a small one that unpacks to a large one is refused. */
export async function compressAnswers(app: FastifyInstance, threshold: number): Promise<void> {
  await app.register(compress, {
    threshold,
    customTypes: ANSWERS,
    encodings: ['br', 'gzip'],
    globalDecompression: false,
    // The defaults of both are made for files that are compressed once.
    brotliOptions: { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } },
    zlibOptions: { level: 4 },
  });
}
