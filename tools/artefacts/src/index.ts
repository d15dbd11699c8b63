export { type Artefact, makeArtefacts } from './artefacts.js';
