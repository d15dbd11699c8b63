/** CloudEvents 1.0 attributes as AMQP headers (binary mode): the body holds the facts and nothing else. */
const attributes = {
  specversion: { type: 'string', const: '1.0' },
  id: {
    type: 'string',
    description: '`<stream>/<version>/<index>`, or the id a command keeps when it is issued again.',
  },
  type: { type: 'string', description: 'Wire type, with its version.' },
  source: { type: 'string', description: 'The publishing service.' },
  subject: { type: 'string', description: 'The stream the message was recorded in.' },
  time: { type: 'string', format: 'date-time', description: 'When it was recorded.' },
  streamversion: { type: 'integer', minimum: 1, description: 'Version of the stream after the commit.' },
  correlationid: { type: 'string', description: 'The conversation that the message belongs to.' },
  causationid: { type: 'string', description: 'Id of the message that led to this one.' },
  actor: { type: 'string', description: '`user:<id>` or `service:<name>`.' },
  traceparent: { type: 'string', description: 'W3C trace context.' },
  replayid: { type: 'string', description: 'Set on what a replay sends.' },
  replayposition: { type: 'integer', description: 'Which message of that replay it is, from 1.' },
} as const;

const required = ['specversion', 'id', 'type', 'source', 'subject', 'time', 'streamversion', 'correlationid'] as const;

const header = (attribute: string) => `cloudEvents:${attribute}`;

/** The trait that every message has. */
export const cloudEvent = {
  contentType: 'application/json',
  headers: {
    type: 'object',
    properties: Object.fromEntries(Object.entries(attributes).map(([name, schema]) => [header(name), schema])),
    required: required.map(header),
  },
};
