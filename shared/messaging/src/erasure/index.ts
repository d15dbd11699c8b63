export { askToErase, type ErasureAsked } from './ask-to-erase.js';
export { eraseDeadLetters, type ErasedDeadLetters } from './erase-dead-letters.js';
export { type ErasedPerson, erasedPersonsIn } from './erased-persons.js';
