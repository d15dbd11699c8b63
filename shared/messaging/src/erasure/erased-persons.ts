import type { ContractRegistry } from '@ordergraph/events';
import type { mongo } from 'mongoose';
import type { BrokerMessage } from '../broker/port.js';
import { personOf, withoutPersonal } from './personal-fields.js';

/** What a service keeps of an erased person: that nothing about them may come back. */
export interface ErasedPerson {
  readonly _id: string;
  /** Of this service's streams, those that were the person's. */
  readonly streams: readonly string[];
  readonly at: Date;
  /** Absent: it was begun, and is done when the message is delivered again. */
  readonly doneAt?: Date;
}

/** The tombstones of one service, or of any other of the namespace. */
export const erasedPersonsIn = (database: mongo.Db): mongo.Collection<ErasedPerson> =>
  database.collection<ErasedPerson>('erasedPersons');

/** Blanks what comes late about persons whom this service has erased. */
export class ErasedPersons {
  readonly #tombstones: mongo.Collection<ErasedPerson>;
  readonly #registry: ContractRegistry;

  constructor(database: mongo.Db, registry: ContractRegistry) {
    this.#tombstones = erasedPersonsIn(database);
    this.#registry = registry;
  }

  /** The message as it came, or blank of what is personal when it is about an erased person. Only such messages cost a query. */
  async blanked(message: BrokerMessage): Promise<BrokerMessage> {
    const contract = this.#registry.find(message.envelope.type);
    const person = personOf(message, contract);
    if (!contract || person === undefined) return message;
    const tombstone = await this.#tombstones.findOne({ _id: person }, { projection: { _id: 1 } });
    return tombstone ? withoutPersonal(message, contract) : message;
  }
}
