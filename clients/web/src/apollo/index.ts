export { createResumableLink, type ResumableLinkOptions } from './resumable-link.js';
