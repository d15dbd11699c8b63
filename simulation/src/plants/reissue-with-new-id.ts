import type { Plant } from './plant.js';

export const reissueWithNewId: Plant = {
  name: 'reissue-with-new-id',
  bug: 'a command that is sent again because nobody answered gets another id',
  replacements() {
    const sent = new Map<string, number>();
    return {
      broker: (broker, service) => ({
        ...broker,
        send(queue, message) {
          const { id, failure } = message.envelope;
          const before = sent.get(id) ?? 0;
          if (service !== 'orders' || failure) return broker.send(queue, message);
          sent.set(id, before + 1);
          const envelope = before === 0 ? message.envelope : { ...message.envelope, id: `${id}-again-${before}` };
          return broker.send(queue, { ...message, envelope });
        },
      }),
    };
  },
};
