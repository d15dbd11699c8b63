import { readFileSync } from 'node:fs';
import path from 'node:path';

import { type Platform, startPlatform } from '../support/platform.js';
import { crowdAttacks, crowdLimits } from './crowds.js';
import { identityAttacks } from './identities.js';
import { operationAttacks } from './operations.js';
import { requestAttacks } from './requests.js';

jest.setTimeout(90_000);

const attacks = [...operationAttacks, ...identityAttacks, ...requestAttacks, ...crowdAttacks];

let platform: Platform;
beforeAll(async () => {
  platform = await startPlatform({ NODE_ENV: 'production', ...crowdLimits });
});
afterAll(() => platform.stop());

describe('an attack on the gateway', () => {
  it.each(attacks)('$attack: $answer', async ({ play, answer }) => {
    expect(await play(platform)).toBe(answer);
  });

  it('stands with its answer in docs/security.md', () => {
    const page = readFileSync(path.resolve(import.meta.dirname, '../../../docs/security.md'), 'utf8');
    const [, section = ''] = page.split('<!-- attacks on the gateway -->');
    const [table = ''] = section.split(/^#/m);
    const rows = [...table.matchAll(/^\| (?<attack>[^|]+) \| (?<answer>[^|]+) \|$/gm)].map(({ groups }) => groups);
    expect(rows.slice(2)).toEqual(attacks.map(({ attack, answer }) => ({ attack, answer: shown(answer) })));
  });
});

const shown = (answer: string): string => (/^[A-Z_]+$/.test(answer) ? `\`${answer}\`` : answer);
