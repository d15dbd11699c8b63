import { EventEmitter, on } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buildSchema } from 'graphql';
import { useServer } from 'graphql-ws/use/ws';
import { WebSocketServer } from 'ws';
import { type RoomEvent, typeDefs } from './room-graph.js';

/** Serves the rooms until its parent ends; tells the parent its address, and is told by it what happens. */
const events = new EventEmitter();
const http = createServer();
useServer(
  { schema: buildSchema(typeDefs), roots: { subscription: { room: ({ name }: { name: string }) => eventsOf(name) } } },
  new WebSocketServer({ server: http }),
);
process.on('message', (event: RoomEvent) => events.emit(event.room, event));
process.on('disconnect', () => process.exit(0));
http.listen(0, '127.0.0.1', () => {
  process.send?.(`http://127.0.0.1:${(http.address() as AddressInfo).port}/graphql`);
});

async function* eventsOf(name: string): AsyncGenerator<{ room: RoomEvent }> {
  for await (const [event] of on(events, name) as AsyncIterable<[RoomEvent]>) yield { room: event };
}
