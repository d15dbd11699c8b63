import type { RequestContext as ServiceRequestContext } from '@ordergraph/service';

/** What the gateway knows of whoever asks; goes with an operation from the transport to the subgraphs. */
export interface RequestContext extends ServiceRequestContext {
  /** Equal for equal principals. */
  readonly principalKey: string;
  /** Of the client, for limits. */
  readonly address: string;
}
