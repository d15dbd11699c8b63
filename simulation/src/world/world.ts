import { commandsQueue } from '@ordergraph/messaging';
import { openingStock, type StockGuard, stockKey } from '@ordergraph/inventory/internals';
import { Agenda } from './agenda.js';
import { type Chronicle } from './chronicle.js';
import { type Database, openDatabase } from './database.js';
import { MemoryBroker } from './memory-broker.js';
import { MemoryProvider } from './memory-provider.js';
import { quiet } from './quiet.js';
import type { Replacements } from './replacements.js';
import { Replica } from './replica.js';
import { registryOf, type ServiceName, serviceNames } from './services.js';
import { SimulatedProcess } from './simulated-process.js';
import { unfoundedAcknowledgement } from './unfounded-acknowledgement.js';

export interface WorldOptions {
  /** Processes of each service. */
  readonly replicas: number;
  /** Pieces of the one product that is sold. */
  readonly stock: number;
  /** Chooses the step that comes next: 0 the one that has waited longest, n another one. */
  readonly draw: () => number;
  readonly chronicle: Chronicle;
  readonly replacements: Replacements;
}

export const product = { id: '7d1c0a52-9d0e-4d6b-8a55-1f0f3f9b2c11', sku: 'MUG-BLUE', title: 'Blue mug' } as const;

/** Three services with their databases, a broker, a provider, and nothing that happens unless a step is taken. */
export class World {
  readonly agenda = new Agenda();
  readonly provider = new MemoryProvider(this.agenda);
  readonly databases: Readonly<Record<ServiceName, Database>>;
  readonly broker: MemoryBroker;
  /** What was wrong the moment it happened. */
  readonly problems: string[] = [];
  readonly chronicle: Chronicle;
  readonly #options: WorldOptions;
  readonly #draw: () => number;
  #replicas: Replica[];

  constructor(options: WorldOptions) {
    this.#options = options;
    this.#draw = options.draw;
    this.chronicle = options.chronicle;
    this.databases = {
      orders: openDatabase(registryOf('orders')),
      inventory: openDatabase(registryOf('inventory')),
      payments: openDatabase(registryOf('payments')),
    };
    this.broker = new MemoryBroker(this.agenda, (queue, message) => this.#acknowledged(queue, message.envelope.id));
    const value: StockGuard = { ...openingStock(product.sku, options.stock), updatedAt: this.agenda.now() };
    this.databases.inventory.guards.set({ ...stockKey(product.id), value });
    const places = Array.from({ length: options.replicas }, (_, index) => index + 1);
    this.#replicas = places.flatMap((place) =>
      serviceNames.map((service) => this.#start(service, `${service}-${place}`)),
    );
  }

  get replicas(): readonly Replica[] {
    return this.#replicas;
  }

  /** A process of a service that can be reached. */
  running(service: ServiceName): Replica | undefined {
    return this.#replicas.find((replica) => replica.service === service && replica.process.isRunning);
  }

  /** Takes the next step; false when nothing can happen. */
  async step(): Promise<boolean> {
    const step = this.agenda.take(this.#draw);
    if (!step) return false;
    this.chronicle.tell(step.tell);
    step.perform();
    await quiet();
    return true;
  }

  /** Lets time pass. */
  async pass(milliseconds: number): Promise<void> {
    this.agenda.pass(milliseconds);
    for (const replica of this.#replicas) replica.tick();
    await quiet();
  }

  /** When something will happen without anybody asking for it; Infinity: never. */
  nextAt(): number {
    const needs = serviceNames.map((service) => this.databases[service].commits.nextNeedAt());
    return Math.min(this.agenda.timers.nextAt(), ...needs.map((need) => this.agenda.elapsedAt(need)));
  }

  crash({ process }: Replica, inFlight: 'lost' | 'arrives'): void {
    process.crash(inFlight);
    this.broker.forget(process);
  }

  /** Starts a new process in the place of every one that crashed. */
  restartAll(): void {
    this.#replicas = this.#replicas.map((replica) =>
      replica.process.isAlive ? replica : this.#start(replica.service, replica.process.name),
    );
  }

  #start(service: ServiceName, name: string): Replica {
    const { agenda, broker, provider } = this;
    const { replacements } = this.#options;
    const database = this.databases[service];
    return new Replica({
      service,
      process: new SimulatedProcess(name, agenda),
      agenda,
      database,
      broker,
      provider,
      replacements,
    });
  }

  #acknowledged(queue: string, id: string): void {
    const service = serviceNames.find((name) => commandsQueue(name) === queue);
    const problem = service && unfoundedAcknowledgement(service, id, this.databases[service].commits.all());
    if (problem !== undefined) this.problems.push(problem);
  }
}
