import type { Span } from '@opentelemetry/api';
import type { Principal, RequestContext as ServiceRequestContext } from '@ordergraph/service';

/** A header of the client that subgraphs get too. */
export interface ForwardedHeader {
  /** In lower case. */
  readonly name: string;
  readonly value: string;
  /** Names of the subgraphs that get it; undefined: all. */
  readonly to: ReadonlySet<string> | undefined;
}

/** A user is one together with who issued the token: two issuers may know others by one id. */
export type IssuedPrincipal = Principal & { readonly issuer?: string };

/** What the gateway knows of whoever asks; goes with an operation from the transport to the subgraphs. */
export interface RequestContext extends ServiceRequestContext {
  readonly principal: IssuedPrincipal;
  /** Equal for equal principals. */
  readonly principalKey: string;
  /** Of the client, as limits count it (`addressKey`). */
  readonly address: string;
  /** How the client speaks to the gateway. */
  readonly transport?: 'http' | 'websocket';
  /** Within which this happens, where spans are made; `traceparent` is then its own. */
  readonly span?: Span;
  /** What subgraphs get beside what the gateway says itself. */
  readonly forwarded?: readonly ForwardedHeader[];
}
