import type { ApolloServerPlugin, BaseContext } from '@apollo/server';
import {
  ApolloServerPluginUsageReporting,
  type ApolloServerPluginUsageReportingOptions,
} from '@apollo/server/plugin/usageReporting';

/** Where what clients ask is told to GraphOS. */
export interface UsageReports {
  key: string;
  graphRef: string;
  /** Instead of Apollo's own. */
  endpoint: string | undefined;
}

/** Neither values of variables nor headers leave the house. When they are given up, reports under way end, and none is sent. */
export function reporting({ endpoint }: UsageReports, givenUp: AbortSignal): ApolloServerPlugin {
  return ApolloServerPluginUsageReporting({
    sendVariableValues: { none: true },
    sendHeaders: { none: true },
    sendErrors: { masked: true },
    generateClientInfo: ({ request }) => clientOf((name) => request.http?.headers.get(name)),
    fetcher: fetchingUntil(givenUp),
    ...(endpoint !== undefined && { endpointUrl: endpoint }),
  });
}

/** Reports are kept by client until they are sent, and clients say what they like. */
const LONGEST_TEXT = 100;

/** Which client asks, as Apollo's clients say it. */
function clientOf(header: (name: string) => string | undefined): { clientName?: string; clientVersion?: string } {
  const clientName = header('apollographql-client-name')?.slice(0, LONGEST_TEXT);
  const clientVersion = header('apollographql-client-version')?.slice(0, LONGEST_TEXT);
  return { ...(clientName && { clientName }), ...(clientVersion && { clientVersion }) };
}

type Fetcher = NonNullable<ApolloServerPluginUsageReportingOptions<BaseContext>['fetcher']>;

const fetchingUntil =
  (givenUp: AbortSignal): Fetcher =>
  async (url, init) => {
    try {
      return await fetch(url, { ...init, signal: AbortSignal.any([init?.signal as AbortSignal, givenUp]) });
    } catch (error) {
      if (!givenUp.aborted) throw error;
      // An error would be tried again.
      return new Response('the gateway stopped first', { status: 499 });
    }
  };
