import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { lockDataDirectory } from '../src/process/data-directory-lock.js';
import { identityOf } from '../src/process/process-identity.js';
import { temporaryDirectory } from './temporary-directory.js';

describe('the lock of a data directory', () => {
  const root = temporaryDirectory();

  it('refuses a second user until the first one releases it', () => {
    const directory = join(root, 'held');
    const lock = lockDataDirectory(directory);
    expect(() => lockDataDirectory(directory)).toThrow(`Ordergraph already runs on the data directory ${directory}`);
    lock.release();
    lockDataDirectory(directory).release();
  });

  it('takes over the lock of a process that is gone', () => {
    const gone = spawnSync(process.execPath, ['--version']).pid;
    lockDataDirectory(root).release();
    writeFileSync(join(root, 'lock.json'), JSON.stringify({ pid: gone, startedAt: '1' }));
    lockDataDirectory(root).release();
  });

  it('is not deceived by another process that got the same number', () => {
    writeFileSync(join(root, 'lock.json'), JSON.stringify({ ...identityOf(process.pid), startedAt: '1' }));
    lockDataDirectory(root).release();
  });
});
