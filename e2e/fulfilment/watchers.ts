import type { SpawnedPlatform } from '@ordergraph/launcher';
import { print } from 'graphql';
import { concatMap, lastValueFrom, toArray } from 'rxjs';
import { type AppClient, createSocketClient, storedOperation } from '../support/app-client.js';

/** What the stored operation Watch selects. */
export interface Progress {
  readonly cursor: string;
  readonly version: number;
  readonly final: boolean;
  readonly changed: string | null;
  readonly steps: readonly { readonly name: string; readonly status: string }[];
  readonly order: {
    readonly id: string;
    readonly version: number;
    readonly status: string;
    readonly cancellation: { readonly reason: string } | null;
    readonly payment: { readonly nextAction: { readonly redirectUrl: string } | null } | null;
  };
}

interface Watched {
  readonly orderProgress: Progress;
}

const watch = storedOperation<Watched>('watch');

/** After a cursor; what is watched does not depend on who watches. */
export interface From {
  readonly id: string;
  readonly after: string;
}

/** Every version as an app with Apollo Client gets it, which may act on it; resolves when the server completes the stream. */
export function watchWithApollo(
  { apollo }: AppClient,
  from: From,
  act: (progress: Progress) => Promise<void> = async () => undefined,
): Promise<Progress[]> {
  return lastValueFrom(
    apollo.subscribe({ query: watch, variables: from }).pipe(
      concatMap(async ({ data, error }) => {
        if (!data) throw new Error('a payload without data', { cause: error });
        await act(data.orderProgress);
        return data.orderProgress;
      }),
      toArray(),
    ),
  );
}

/** The same over plain graphql-ws. */
export async function watchWithGraphqlWs(
  platform: SpawnedPlatform,
  token: string | undefined,
  from: From,
): Promise<Progress[]> {
  const client = createSocketClient(platform, token);
  const seen: Progress[] = [];
  try {
    for await (const { data, errors } of client.iterate<Watched>({ query: print(watch), variables: { ...from } })) {
      if (!data) throw new Error(JSON.stringify(errors));
      seen.push(data.orderProgress);
    }
  } finally {
    await client.dispose();
  }
  return seen;
}
