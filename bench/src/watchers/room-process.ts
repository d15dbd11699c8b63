import { EventEmitter, on } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buildSchema } from 'graphql';
import { useServer } from 'graphql-ws/use/ws';
import { WebSocketServer } from 'ws';
import { type RoomEvent, typeDefs } from './room-graph.js';

/** Serves the rooms until its parent ends; tells the parent its address, and is told by it what happens. What is over is not told again. */
const events = new EventEmitter().setMaxListeners(0);
const http = createServer();
useServer(
  {
    schema: buildSchema(typeDefs),
    roots: {
      subscription: {
        room: ({ name }: { name: string }) => eventsOf(name, 'room'),
        resumableRoom: ({ name }: { name: string }) => eventsOf(name, 'resumableRoom'),
      },
    },
    onNext: (...[, , , , { data }]) => {
      const event = data?.['resumableRoom'] as RoomEvent | undefined;
      return event && { data: data ?? null, extensions: { cursor: String(event.number) } };
    },
  },
  new WebSocketServer({ server: http }),
);
process.on('message', (event: RoomEvent) => events.emit(event.room, event));
process.on('disconnect', () => process.exit(0));
http.listen(0, '127.0.0.1', () => {
  process.send?.(`http://127.0.0.1:${(http.address() as AddressInfo).port}/graphql`);
});

async function* eventsOf(name: string, field: string): AsyncGenerator<Record<string, RoomEvent>> {
  for await (const [event] of on(events, name) as AsyncIterable<[RoomEvent]>) yield { [field]: event };
}
