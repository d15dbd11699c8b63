import { getOperationAST, GraphQLError, parse } from 'graphql';
import { z } from 'zod';

import { tokenText } from './token-text.js';

/** The operations that an app was built with: what else is asked for is not of that app. */
export interface Manifest {
  readonly size: number;
  textOf(id: string): string | undefined;
  /** The manifest's own text for one that differs from it in nothing but white space, commas and comments. */
  sameText(text: string): string | undefined;
}

/** Why a manifest is not to be used; the message says where. */
export class ManifestUnusable extends Error {
  override readonly name = 'ManifestUnusable';
}

/** The format that code generators of Apollo's clients write: https://www.apollographql.com/docs/graphos/platform/security/persisted-queries */
const format = z.object({
  format: z.literal('apollo-persisted-query-manifest'),
  version: z.literal(1),
  operations: z
    .array(
      z.object({
        id: z.string().min(1),
        name: z.string().min(1),
        type: z.enum(['query', 'mutation', 'subscription']),
        body: z.string(),
      }),
    )
    .min(1, 'a manifest without operations would refuse everything'),
});

type Operation = z.infer<typeof format>['operations'][number];

/** @throws {ManifestUnusable} */
export function parseManifest(text: string): Manifest {
  const { operations } = validManifest(text);
  const byId = new Map<string, string>();
  const byText = new Map<string, string>();
  const byTokens = new Map<string | undefined, string>();
  // No text has more tokens than characters.
  const most = Math.max(...operations.map(({ body }) => body.length));
  for (const operation of operations) {
    const { id, name, body } = operation;
    if (byId.has(id)) throw new ManifestUnusable(`operation ${name}: the id ${id} is there twice`);
    checkBody(operation);
    byId.set(id, body);
    byText.set(body, body);
    byTokens.set(tokenText(body, most), body);
  }
  return {
    size: operations.length,
    textOf: (id) => byId.get(id),
    sameText: (sent) => byText.get(sent) ?? byTokens.get(tokenText(sent, most)),
  };
}

function validManifest(text: string): z.infer<typeof format> {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new ManifestUnusable('is no JSON', { cause: error });
  }
  const result = format.safeParse(json);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new ManifestUnusable([issue?.path.join('.'), issue?.message].filter(Boolean).join(': '), {
    cause: result.error,
  });
}

/** Which subgraph answers it, and whether the graph still has it, is seen when it is asked for: graph and manifest change at different times. */
function checkBody({ name, type, body }: Operation): void {
  try {
    const operation = getOperationAST(parse(body), name);
    if (operation?.operation !== type) throw new ManifestUnusable(`operation ${name}: its body has no ${type} ${name}`);
  } catch (error) {
    if (error instanceof GraphQLError)
      throw new ManifestUnusable(`operation ${name}: ${error.message}`, { cause: error });
    throw error;
  }
}
