export * from './state.js';
export * from './user-registered.js';
export * from './profile-updated.js';
export * from './erase-person.js';
export * from './person-erased.js';
