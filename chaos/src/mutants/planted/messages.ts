import type { Mutant } from '../mutant.js';

const messaging = 'shared/messaging/src';
const consuming = 'shared/messaging/test/consuming';

export const messageMutants: readonly Mutant[] = [
  {
    name: 'acknowledge-before-effect',
    harm: 'a message whose consumer dies or loses its database is gone',
    file: `${messaging}/consuming/queue-consumer.ts`,
    source: '      const status = await this.#options.process(',
    replacement: '      delivery.ack();\n      const status = await this.#options.process(',
    caughtBy: [
      {
        file: `${consuming}/pausing.int.test.ts`,
        title: 'pauses while the database is down, at no message’s cost, and resumes by itself',
      },
    ],
  },
  {
    name: 'confirm-not-awaited',
    harm: 'what never reached the broker counts as published',
    file: `${messaging}/broker/rabbitmq/confirm-publisher.ts`,
    source: 'this.#congested = !this.#channel?.publish(exchange, routingKey, content, tagged, onConfirm);',
    replacement:
      'this.#congested = !this.#channel?.publish(exchange, routingKey, content, tagged, () => undefined);\n      onConfirm(undefined);',
    caughtBy: [
      {
        file: 'shared/messaging/test/broker-conformance/publishing.int.test.ts',
        title: 'tells the sender that a queue does not exist, and only of that message',
      },
    ],
  },
  {
    name: 'marked-before-confirmed',
    harm: 'a commit that the broker refused is never published',
    file: `${messaging}/publishing/publisher.ts`,
    source: '    await Promise.all([shown, ...outgoing.map(sendWhenDue)]);\n',
    replacement: '    void Promise.allSettled([shown, ...outgoing.map(sendWhenDue)]);\n',
    caughtBy: [
      {
        file: `${messaging}/publishing/publisher.unit.test.ts`,
        title: 'leaves a commit pending when the broker does not take one of its messages',
      },
    ],
  },
  {
    name: 'told-before-shown',
    harm: 'whoever hears of a change and asks is shown what was before',
    file: `${messaging}/publishing/publisher.ts`,
    source: "if (each.kind === 'event') await shown;",
    replacement: "if (each.kind === 'command') await shown;",
    caughtBy: [
      {
        file: `${messaging}/publishing/publisher.unit.test.ts`,
        title: 'sends commands at once, and events when own views show the commit',
      },
    ],
  },
  {
    name: 'embedded-confirms-at-once',
    harm: 'kill -9 loses what the embedded broker has in memory',
    file: `${messaging}/broker/embedded/memory-queue.ts`,
    source: '    return item.publishers.join({',
    replacement: '    void item.publishers.join({',
    caughtBy: [
      {
        file: 'shared/messaging/test/broker-embedded/durability.int.test.ts',
        title: 'confirms only when every subscriber has acknowledged',
      },
    ],
  },
  {
    name: 'sent-again-with-a-new-id',
    harm: 'an owner cannot tell a repeated command from another one, and obeys twice',
    file: `${messaging}/publishing/outgoing.ts`,
    source: 'id: messageId(commit, index, message),',
    replacement: 'id: `${messageId(commit, index, message)}/${commit.armed}`,',
    caughtBy: [
      {
        file: 'subgraphs/inventory/test/reservations.int.test.ts',
        title: 'answers a repeated command again, with the same message, and holds once',
      },
    ],
  },
  {
    name: 'ids-used-again-after-a-restore',
    harm: 'what a restored owner says anew is taken for what it said before the restore, and is lost in silence',
    file: `${messaging}/commits/commit.ts`,
    source: 'era === undefined ? position : `${position}@${era}`',
    replacement: 'era === undefined ? position : position',
    caughtBy: [
      {
        file: 'shared/messaging/test/restore/restored-owner.int.test.ts',
        title: 'is heard when it says something new where it said something else before',
      },
    ],
  },
  {
    name: 'retry-ladder-drops',
    harm: 'a message that fails for longer is acknowledged and gone',
    file: `${messaging}/consuming/settlement.ts`,
    source: '  else await broker.retryLater(queue, decision.delay, parked);\n',
    replacement: '',
    caughtBy: [
      { file: `${consuming}/failures.int.test.ts`, title: 'for longer has its effect once, after the ladder' },
    ],
  },
  {
    name: 'dead-letter-on-outage',
    harm: 'an outage fills the dead letters with innocent messages',
    file: `${messaging}/consuming/policies/failure-decision.ts`,
    source: "if (disposition === 'infrastructure' && context.pauses < pausesAtMost) return { action: 'pause' };",
    replacement: '',
    caughtBy: [
      {
        file: `${messaging}/consuming/policies/failure-decision.unit.test.ts`,
        title: 'pays nothing for infrastructure that is unreachable',
      },
    ],
  },
  {
    name: 'replay-reaches-reactions',
    harm: 'a new service that asks for the past has everybody charged and mailed again',
    file: `${messaging}/consuming/message-processor.ts`,
    source: "    if (received.isReplay && kind === 'reactions') return 'skipped';\n",
    replacement: '',
    caughtBy: [
      {
        file: `${consuming}/deliveries.int.test.ts`,
        title: 'leaves replays to views, and tells them when the replay has ended',
      },
    ],
  },
  {
    name: 'view-without-version-guard',
    harm: 'an older message that comes late overwrites what a view shows',
    file: `${messaging}/views/view-store.ts`,
    source: "{ $lt: [{ $ifNull: ['$version', -1] }, row.version] }",
    replacement: '{ $lt: [-1, row.version] }',
    caughtBy: [
      {
        file: 'shared/messaging/test/views/view-store.int.test.ts',
        title: 'shows the newest version, in whatever order the messages come',
      },
    ],
  },
  {
    name: 'wake-missed-while-reading',
    harm: 'a watcher sleeps beside a commit that came while it was reading',
    file: `${messaging}/feed/watcher.ts`,
    source:
      '    this.#woken = false;\n    const page = await this.#store.readFrom(this.stream, this.#next, pageSize);\n',
    replacement:
      '    const page = await this.#store.readFrom(this.stream, this.#next, pageSize);\n    this.#woken = false;\n',
    caughtBy: [
      {
        file: `${messaging}/feed/watcher.unit.test.ts`,
        title: 'sees a commit whose wake-up came while it was reading',
      },
    ],
  },
  {
    name: 'cursor-off-by-one',
    harm: 'whoever resumes misses the first version after the cursor',
    file: `${messaging}/feed/watcher.ts`,
    source: 'this.#next = afterVersion + 1;',
    replacement: 'this.#next = afterVersion + 2;',
    caughtBy: [
      { file: `${messaging}/feed/watcher.unit.test.ts`, title: 'begins with the version after the one it was given' },
      { file: 'subgraphs/orders/test/watching.int.test.ts', title: 'is resumed exactly after any cursor' },
    ],
  },
];
