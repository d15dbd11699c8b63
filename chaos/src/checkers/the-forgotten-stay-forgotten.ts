import { type Checker, lost, unexpected } from './checker.js';

/** P1 of erasures: whoever asked for it is forgotten by every service, and nothing that came late tells who it was. */
export const theForgottenStayForgotten: Checker = {
  name: 'the forgotten stay forgotten',
  promise: 'P1',
  check({ history: { passers }, aftermath: { remembered, traces } }) {
    return {
      count: passers.length,
      violations: [
        ...remembered.map((person) => lost(person, 'asked to be forgotten, and not every service has')),
        ...traces.map(({ person, place }) => unexpected(person, `was forgotten, and is named in ${place}`)),
      ],
    };
  },
};
