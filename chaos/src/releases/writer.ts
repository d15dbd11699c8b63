import { becomeRelease } from './register.js';

becomeRelease('writer');
