import { createLogger } from '../logging/logger.js';
import { drain } from './drain.js';
import { Opened } from './opened.js';

const logger = createLogger({ name: 'test', level: 'silent' });

describe('draining', () => {
  it('goes on after a step that fails or never ends', async () => {
    const done: string[] = [];
    const steps = [
      { name: 'failing', run: () => Promise.reject(new Error('no')) },
      { name: 'endless', run: () => new Promise(() => undefined) },
      { name: 'last', run: async () => void done.push('last') },
    ];
    const started = Date.now();
    await drain(steps, 150, logger);
    expect(done).toEqual(['last']);
    expect(Date.now() - started).toBeLessThan(1_000);
  });

  it('closes backwards, and once', async () => {
    const closed: string[] = [];
    const opened = new Opened(1_000, logger);
    opened.add('database', async () => void closed.push('database'));
    opened.add('sockets', async () => void closed.push('sockets'));
    await Promise.all([opened.close(), opened.close()]);
    expect(closed).toEqual(['sockets', 'database']);
  });
});
