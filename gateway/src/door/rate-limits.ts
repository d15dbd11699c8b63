import type { GraphQLError } from 'graphql';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';

import type { RequestContext } from '../request-context.js';
import { userKey } from './grants.js';
import { refusal } from './refusal.js';

/** All numbers may be 0: no limit. */
export interface RateLimitOptions {
  /** Operations a second of one signed-in user. */
  perPrincipal: number;
  /** Operations a second from one address, whoever asks. */
  perAddress: number;
  /** New WebSockets a second, of this gateway: after a restart clients come back one after the other and not at once. */
  newSockets: number;
  /** And from one address. */
  newSocketsPerAddress: number;
  /** Mutations a minute from one address that try a secret. */
  signInPerMinute: number;
  /** Tokens a second from one address that were not accepted. */
  badTokensPerAddress: number;
  /** The root fields that count as such. */
  signInFields: readonly string[];
}

export interface RateLimits {
  /** Counts one operation; answers the error when it is one too many. */
  operation(context: RequestContext): Promise<GraphQLError | undefined>;
  /** Counts one WebSocket that is to be opened. */
  newSocket(address: string): Promise<GraphQLError | undefined>;
  /** Counts one token that was not accepted. */
  badToken(address: string): Promise<void>;
  /** Answers the error when so many tokens of an address were not accepted that no other one is to be checked. */
  tooManyBadTokens(address: string): Promise<GraphQLError | undefined>;
  /** Counts every mutation of an operation that tries a secret. */
  signIn(mutations: readonly string[], context: RequestContext): Promise<GraphQLError | undefined>;
}

/**
 * Rates in this process's memory: each gateway counts for itself, so the limit of a cluster is the number times its gateways.
 * Visitors have no principal of their own and are limited by their address.
 */
export function createRateLimits(options: RateLimitOptions): RateLimits {
  const principals = limiter(options.perPrincipal, 1);
  const addresses = limiter(options.perAddress, 1);
  const signIns = limiter(options.signInPerMinute, 60);
  const newSockets = limiter(options.newSockets, 1);
  const newSocketsPerAddress = limiter(options.newSocketsPerAddress, 1);
  const badTokens = new RateLimiterMemory({ points: options.badTokensPerAddress, duration: 1 });
  return {
    operation: async ({ principal, address }) => {
      const byAddress = await addresses(address);
      const user = userKey(principal);
      return byAddress ?? (user === undefined ? undefined : principals(user));
    },
    // The address first: what it has too many of is not to take the places of others.
    newSocket: async (address) => (await newSocketsPerAddress(address)) ?? newSockets(''),
    badToken: async (address) => {
      await badTokens.penalty(address);
    },
    tooManyBadTokens: async (address) => {
      const counted = options.badTokensPerAddress === 0 ? null : await badTokens.get(address);
      return counted?.remainingPoints === 0 ? tooMany(counted) : undefined;
    },
    signIn: async (mutations, { address }) => {
      const tries = mutations.filter((name) => options.signInFields.includes(name)).length;
      return tries === 0 ? undefined : signIns(address, tries);
    },
  };
}

type Limiter = (key: string, points?: number) => Promise<GraphQLError | undefined>;

function limiter(points: number, seconds: number): Limiter {
  if (points === 0) return () => Promise.resolve(undefined);
  const memory = new RateLimiterMemory({ points, duration: seconds });
  return async (key, count = 1) => {
    try {
      await memory.consume(key, count);
      return undefined;
    } catch (error) {
      if (!(error instanceof RateLimiterRes)) throw error;
      return tooMany(error);
    }
  };
}

function tooMany({ msBeforeNext }: RateLimiterRes): GraphQLError {
  const retryAfterSeconds = Math.max(1, Math.ceil(msBeforeNext / 1000));
  return refusal('RATE_LIMITED', `Too many requests; try again in ${String(retryAfterSeconds)} s.`, {
    extensions: { retryAfterSeconds },
    headers: { 'retry-after': String(retryAfterSeconds) },
  });
}
