import { becomeRelease } from './register.js';

becomeRelease('reader');
