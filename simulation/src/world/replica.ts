import {
  type Broker,
  commandsQueue,
  type ConsumerDefinition,
  consumerQueue,
  startConsumer,
  type Topology,
} from '@ordergraph/messaging';
import {
  createWriting,
  type GuardedExecutor,
  topologyOf,
  typesShown,
  type Waiting,
  type Writing,
} from '@ordergraph/messaging/internals';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import type { Agenda } from './agenda.js';
import type { Database } from './database.js';
import type { MemoryBroker } from './memory-broker.js';
import type { MemoryProvider } from './memory-provider.js';
import { transportTo } from './provider-transport.js';
import type { Replacements } from './replacements.js';
import { learnFacts, registryOf, type ServiceName, type ServiceParts, services } from './services.js';
import type { SimulatedProcess } from './simulated-process.js';
import { databaseLost, steppedCommits, steppedSuspectAttempts } from './stepped-commits.js';

export interface ReplicaOptions {
  readonly service: ServiceName;
  readonly process: SimulatedProcess;
  readonly agenda: Agenda;
  readonly database: Database;
  readonly broker: MemoryBroker;
  readonly provider: MemoryProvider;
  readonly replacements: Replacements;
}

/** A service in one process: put together as `Messaging` does it, over memory, and looking after what others left undone. */
export class Replica {
  readonly service: ServiceName;
  readonly process: SimulatedProcess;
  readonly parts: ServiceParts;
  readonly #options: ReplicaOptions;
  readonly #writing: Writing;
  readonly #waker: ReturnType<Writing['wakerOf']>;
  #shown: ReadonlySet<string> = new Set();
  #isSweeping = false;
  #isWaking = false;

  constructor(options: ReplicaOptions) {
    const { service, process, provider, replacements, agenda } = options;
    this.service = service;
    this.process = process;
    this.#options = options;
    const broker = options.broker.connect(process);
    const replaced = replacements.broker?.(broker, service) ?? broker;
    this.#writing = this.#write(replaced);
    const transport = transportTo(provider, process);
    const made = services[service]({
      log: this.#writing.log,
      transport: replacements.provider?.(transport) ?? transport,
      now: agenda.now,
    });
    this.parts = { ...made, parts: replacements.parts?.(made.parts, service) ?? made.parts };
    this.#shown = typesShown(made.parts.ownViews ?? []);
    learnFacts(registryOf(service), made.parts);
    this.#waker = this.#writing.wakerOf(this.parts.parts.streams);
    this.#consume(replaced);
  }

  /** Publishes what is overdue and wakes what is due, as it does again and again; one run of each at a time. */
  tick(): void {
    const { database, agenda } = this.#options;
    if (!this.process.isRunning || agenda.elapsedAt(database.commits.nextNeedAt()) > agenda.elapsed) return;
    if (!this.#isSweeping) {
      this.#isSweeping = true;
      void this.#writing.sweeper.sweep().then(this.#swept, this.#swept);
    }
    if (!this.#isWaking) {
      this.#isWaking = true;
      void this.#waker.wakeDue().then(this.#woken, this.#woken);
    }
  }

  readonly #swept = (): void => void (this.#isSweeping = false);
  readonly #woken = (): void => void (this.#isWaking = false);

  #write(broker: Broker): Writing {
    const { service, process, database, replacements, agenda } = this.#options;
    const registry = registryOf(service);
    const isShown = (type: string): boolean => this.#shown.has(type);
    const store = steppedCommits(database.commits, process);
    const guarded = this.#guarded(isShown);
    return createWriting({
      service,
      broker,
      registry,
      logger,
      clock: agenda,
      isShown,
      store: replacements.commits?.(store, service) ?? store,
      guarded: replacements.guarded?.(guarded, service) ?? guarded,
      rememberedStreams: 20,
      gather: () => Promise.resolve(),
      applyViews: async (commit) => {
        const views = this.parts.parts.ownViews ?? [];
        if (!commit.messages.some(({ type }) => isShown(type))) return;
        const show = (): void => database.views.apply(views, commit);
        await process.request(
          () => `shows ${commit._id.stream} v${commit._id.version} in its views`,
          show,
          databaseLost,
        );
      },
    });
  }

  #guarded(isShown: (type: string) => boolean): GuardedExecutor {
    const { service, process, database, agenda } = this.#options;
    const registry = registryOf(service);
    const transactions = database.guards.executor(() => ({ registry, at: agenda.now(), isShown }));
    return {
      execute: (decider, id, execution) =>
        process.request(
          () => `moves guards and commits to ${decider.category}-${id}`,
          () => transactions.execute(decider, id, execution),
          databaseLost,
        ),
    };
  }

  #consume(broker: Broker): void {
    const { service, process, agenda, database } = this.#options;
    const { commands, consumers = [] } = this.parts.parts;
    void broker.declare(topology(service, consumers));
    const waiting: Waiting = { pause: (milliseconds) => process.pause(milliseconds), random: () => 0, now: agenda.now };
    const start = (definition: ConsumerDefinition, queue: string): void => {
      startConsumer({
        service,
        broker,
        queue,
        definition,
        registry: registryOf(service),
        logger,
        metrics,
        waiting,
        suspectAttempts: steppedSuspectAttempts(database.suspectAttempts, process),
        probe: () => Promise.resolve(),
      });
    };
    for (const consumer of consumers) start(consumer, consumerQueue(service, consumer.name));
    if (commands) start({ ...commands, name: 'commands' }, commandsQueue(service));
  }
}

const logger = pino({ enabled: false });
const metrics = new Registry();
const topologies = new Map<ServiceName, Topology>();

/** Made once: every process of a service declares the same. */
function topology(service: ServiceName, consumers: readonly ConsumerDefinition[]): Topology {
  const known = topologies.get(service) ?? topologyOf(service, consumers);
  topologies.set(service, known);
  return known;
}
