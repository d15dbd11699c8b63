export * from './state.js';
export * from './user-registered.js';
export * from './profile-updated.js';
