import { type Connection, type Model, Schema } from 'mongoose';
import { emailClaim } from '../domain/email.js';
import { type Credentials, type EmailClaim, credentialsCollection, emailClaimsCollection } from './account-guards.js';

/** A guard as messaging stores it: a value beside a revision. */
interface GuardDocument<Value> {
  readonly _id: string;
  readonly value: Value;
}

/** Reads what registering wrote: who has an e-mail address, and what their password is verified against. */
export class Accounts {
  readonly #emailClaims: Model<GuardDocument<EmailClaim>>;
  readonly #credentials: Model<GuardDocument<Credentials>>;

  constructor(database: Connection) {
    this.#emailClaims = guardModel<EmailClaim>(database, 'EmailClaim', emailClaimsCollection);
    this.#credentials = guardModel<Credentials>(database, 'Credentials', credentialsCollection);
  }

  /** The account with this address. Takes two reads in any case, so that time does not tell whether there is one. */
  async find(email: string): Promise<(EmailClaim & Credentials) | undefined> {
    const claim = await this.#emailClaims.findById(emailClaim(email)).lean<GuardDocument<EmailClaim>>();
    const id = claim?.value.userId ?? 'nobody';
    const credentials = await this.#credentials.findById(id).lean<GuardDocument<Credentials>>();
    return claim && credentials ? { ...claim.value, ...credentials.value } : undefined;
  }
}

function guardModel<Value>(database: Connection, name: string, collection: string): Model<GuardDocument<Value>> {
  const schema = new Schema({ _id: String, value: Schema.Types.Mixed }, { versionKey: false });
  return database.model<GuardDocument<Value>>(name, schema as unknown as Schema<GuardDocument<Value>>, collection);
}
