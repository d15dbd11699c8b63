import { setTimeout as wait } from 'node:timers/promises';
import { allContracts, ContractRegistry } from '@ordergraph/events';
import { InfrastructureUnavailable } from '@ordergraph/infrastructure';
import { askToErase, erasedPersonsIn, eraseDeadLetters } from '@ordergraph/messaging';
import type { mongo } from 'mongoose';
import { type DeadLettersPlace, onDeadLetters } from '../dead-letters/on-dead-letters.js';
import { erasePersonUsage, readErasePersonCommand } from '../erasure/command-line.js';
import { print, runCommand } from './run-command.js';

/** The message comes after five seconds; a consumer whose database went away for a moment takes longer. */
const patienceMilliseconds = 30_000;

/** `npm run erase-person -- <user id> --reason <text>`: asks for it, looks on, and blanks the dead letters. May be ended and repeated at any moment. */
await runCommand(async () => {
  const { asked, platform } = readErasePersonCommand(process.argv.slice(2));
  await onDeadLetters(process.env, platform, async (place) => {
    await requireKnown(place, asked.personId);
    await askToErase(place.broker, asked);
    print('The erasure is asked for.');
    const isDone = await follow(place, asked.personId);
    const { blanked, unknown } = await eraseDeadLetters(
      place.broker,
      new ContractRegistry(allContracts),
      asked.personId,
    );
    print(`Dead letters blanked: ${blanked}.`);
    if (unknown > 0) print(`Dead letters of which nobody knows whom they are about: ${unknown}.`);
    print(
      isDone ? 'Done: nothing tells who this was.' : 'Not all services have done it: repeat this when they all run.',
    );
    if (!isDone) process.exitCode = 1;
  });
}, erasePersonUsage);

async function requireKnown({ databases }: DeadLettersPlace, personId: string): Promise<void> {
  const users = (await databases()).find(({ databaseName }) => databaseName.endsWith('_users'));
  const first = { '_id.stream': `user-${personId}` };
  if (await users?.collection('commits').findOne(first)) return;
  throw new InfrastructureUnavailable(`Nobody has the id ${personId}.`, erasePersonUsage);
}

/** Whether every service that holds what is personal says in time that it has forgotten the person. */
async function follow(place: DeadLettersPlace, personId: string): Promise<boolean> {
  const waiting = await holders(place);
  for (const began = performance.now(); ; await wait(200)) {
    for (const database of waiting) {
      if (!(await erasedPersonsIn(database).findOne({ _id: personId, doneAt: { $exists: true } }))) continue;
      print(`  ${database.databaseName.replace(/^.*_/, '')} has`);
      waiting.delete(database);
    }
    if (waiting.size === 0) return true;
    if (performance.now() - began > patienceMilliseconds) return false;
  }
}

async function holders({ databases }: DeadLettersPlace): Promise<Set<mongo.Db>> {
  const all = await databases();
  const hold = await Promise.all(all.map((each) => each.listCollections({ name: 'erasedPersons' }).hasNext()));
  return new Set(all.filter((_, index) => hold[index]));
}
