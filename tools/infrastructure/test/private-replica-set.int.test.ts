import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startPrivateReplicaSet } from '../src/mongo/private-replica-set.js';
import { readProcessRecord, readRunningProcess } from '../src/process/process-record.js';
import { temporaryDirectory } from './temporary-directory.js';

jest.setTimeout(60_000);

describe('a private replica set', () => {
  const directory = temporaryDirectory();

  it('leaves no member running when one cannot start', async () => {
    writeFileSync(join(directory, 'member-2'), 'no directory');
    await expect(startPrivateReplicaSet({ directory })).rejects.toThrow();
    for (const member of ['member-0', 'member-1']) {
      expect(await readProcessRecord(join(directory, member))).toBeDefined();
      expect(await readRunningProcess(join(directory, member))).toBeUndefined();
    }
  });
});
