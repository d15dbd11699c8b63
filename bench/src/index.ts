export { benchSagas } from './sagas/bench-sagas.js';
