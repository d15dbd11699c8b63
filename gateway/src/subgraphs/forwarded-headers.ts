import { z } from 'zod';

import { malformed } from '../door/door.js';
import type { ForwardedHeader } from '../request-context.js';

/** Which header is forwarded, and to whom. */
export type ForwardRule = Omit<ForwardedHeader, 'value'>;

/** What the gateway itself says to subgraphs, and what belongs to the connection of the client. */
const NOT_FORWARDED =
  /^(?:authorization|x-correlation-id|traceparent|tracestate|x-timeout-milliseconds|host|connection|keep-alive|te|trailer|transfer-encoding|upgrade|expect|accept|accept-encoding|content-.*|proxy-.*|sec-.*)$/;
const RULE = /^(?<name>[a-z\d!#$%&'*+.^_`|~-]+)(?:=(?<subgraphs>[\w-]+(?:\+[\w-]+)*))?$/i;

/** `accept-language, x-tenant=orders+payments`: the first for all subgraphs, the second for two. */
export const forwardRules = () =>
  z
    .string()
    .default('')
    .transform((text, context) =>
      text
        .split(',')
        .map((item) => item.trim())
        .filter(Boolean)
        .map((item): ForwardRule => {
          const { name: written, subgraphs } = RULE.exec(item)?.groups ?? {};
          const name = written?.toLowerCase();
          if (name === undefined) context.addIssue({ code: 'custom', message: `'${item}' is no header` });
          else if (NOT_FORWARDED.test(name))
            context.addIssue({ code: 'custom', message: `${name} cannot be forwarded` });
          return { name: name ?? '', to: subgraphs === undefined ? undefined : new Set(subgraphs.split('+')) };
        }),
    );

/** Longer ones than any that clients need. */
const VALUE = /^[\t\x20-\x7e\x80-\xff]{0,1024}$/;

/**
 * Of what a client sent, what subgraphs are to get; `read` gives it by the header's name. Answers no property where there is nothing, as most requests have it.
 *
 * @throws {TurnedAway} for what cannot be a header
 */
export function forwardedHeaders(
  rules: readonly ForwardRule[],
  read: (name: string) => unknown,
): { forwarded?: readonly ForwardedHeader[] } {
  const forwarded = rules.flatMap((rule) => {
    const value = read(rule.name);
    if (value === undefined || value === null) return [];
    if (typeof value !== 'string' || !VALUE.test(value)) throw malformed(`\`${rule.name}\` is no header.`);
    return [{ ...rule, value }];
  });
  return forwarded.length === 0 ? {} : { forwarded };
}

/** By which those are told apart who are otherwise the same to a subgraph. */
export const forwardedKey = (forwarded: readonly ForwardedHeader[] | undefined): string =>
  forwarded === undefined ? '' : JSON.stringify(forwarded.map(({ name, value }) => [name, value]));
