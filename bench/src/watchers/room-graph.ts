import { composeServices } from '@apollo/composition';
import { parse } from 'graphql';

/** A subgraph that does nothing but tell who listens in a room what happens there. */
export const typeDefs = `
  type Query { rooms: Int }
  type Subscription {
    room(name: ID!): Event!
    resumableRoom(name: ID!, after: String): Event!
  }
  type Event { number: Int! padding: String }`;

export const watchRoom = 'subscription Watch($name: ID!) { room(name: $name) { number padding } }';

/** The argument makes it resumable, and so a stream of its own for each who asks. */
export const watchResumableRoom =
  'subscription Watch($name: ID!, $after: String) { resumableRoom(name: $name, after: $after) { number padding } }';

/** What happens in a room. */
export interface RoomEvent {
  readonly room: string;
  readonly number: number;
  readonly padding?: string;
}

export function composeRooms(url: string): string {
  const federated = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9") ${typeDefs}`;
  const { supergraphSdl, errors } = composeServices([{ name: 'rooms', url, typeDefs: parse(federated) }]);
  if (supergraphSdl === undefined) throw new AggregateError(errors ?? [], 'The subgraph does not compose.');
  return supergraphSdl;
}
