import { lookup } from 'node:dns/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import type { Environment } from '../report.js';
import { cacheDirectory } from './cache-directory.js';

const DEFAULT_MIRROR = 'https://fastdl.mongodb.org';
const PROBE_MILLISECONDS = 2_500;

/**
 * The mongod that mongodb-memory-server downloads for this system. Its own attempts at an unreachable server take long, so
 * the server is first tried with a short connection; behind a proxy, which only the download itself knows how to use,
 * the download is simply begun.
 */
export async function memoryServerBinary(environment: Environment): Promise<string> {
  const { MongoBinary, DryMongoBinary } = await import('mongodb-memory-server-core');
  const downloadDir = join(cacheDirectory(environment), 'mongodb-binaries');
  const options = await DryMongoBinary.generateOptions({ downloadDir });
  const present = await DryMongoBinary.locateBinary(options);
  if (present) return present;
  if (!environment['HTTPS_PROXY'] && !environment['https_proxy']) {
    await requireReachable(new URL(environment['MONGOMS_DOWNLOAD_MIRROR'] ?? DEFAULT_MIRROR));
  }
  return MongoBinary.getPath(options);
}

async function requireReachable(server: URL): Promise<void> {
  const timeout = AbortSignal.timeout(PROBE_MILLISECONDS);
  const timedOut = new Promise<never>((_, reject) => {
    timeout.addEventListener('abort', () => reject(new Error('no answer')), { once: true });
  });
  try {
    await Promise.race([connectOnce(server, timeout), timedOut]);
  } catch (cause) {
    throw new Error(`${server.hostname} cannot be reached`, { cause });
  }
}

async function connectOnce(server: URL, signal: AbortSignal): Promise<void> {
  const { address } = await lookup(server.hostname);
  await new Promise<void>((resolve, reject) => {
    const socket = connect({ host: address, port: Number(server.port) || 443 });
    signal.addEventListener('abort', () => socket.destroy(), { once: true });
    socket.once('error', reject).once('connect', () => {
      socket.destroy();
      resolve();
    });
  });
}
