import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { hunt, notPassing } from '../../src/mutants/hunt.js';
import { type Mutant, MutantMisplaced, plant } from '../../src/mutants/mutant.js';
import { allMutants } from '../../src/mutants/planted/index.js';
import { openWorkingCopy, type WorkingCopy } from '../../src/mutants/working-copy.js';

const root = join(import.meta.dirname, '../../..');
const read = (file: string): string => readFileSync(join(root, file), 'utf8');
const named = (name: string): Mutant => allMutants.find((each) => each.name === name) as Mutant;

describe('the planted bugs', () => {
  it('are many, each under a name of its own', () => {
    expect(new Set(allMutants.map(({ name }) => name)).size).toBe(allMutants.length);
    expect(allMutants.length).toBeGreaterThanOrEqual(18);
  });

  it.each(allMutants)('$name has one place in the sources', (mutant) => {
    expect(plant(mutant, read(mutant.file))).toContain(mutant.replacement);
  });

  it.each(allMutants)('$name names tests that exist', ({ caughtBy }) => {
    for (const { file, title } of caughtBy) expect(read(file)).toContain(`'${title}'`);
  });

  it('are in the table of docs/chaos.md, with the tests that catch them', () => {
    const rows = allMutants.map(
      ({ name, harm, caughtBy }) => `| \`${name}\` | ${harm} | ${caughtBy.map(({ title }) => title).join('; ')} |`,
    );
    expect(read('docs/chaos.md').split('\n')).toEqual(expect.arrayContaining(rows));
  });

  it('are not planted where the sources have changed below them', () => {
    const mutant = named('cursor-off-by-one');
    expect(() => plant(mutant, 'something else')).toThrow(MutantMisplaced);
    expect(() => plant(mutant, mutant.source.repeat(2))).toThrow(MutantMisplaced);
  });
});

describe('hunting', () => {
  let copy: WorkingCopy;
  beforeAll(async () => (copy = await openWorkingCopy(root)), 60_000);
  afterAll(() => copy.remove());

  it('catches a bug by the test that names it, and leaves the copy whole', async () => {
    const mutants = [named('group-flush-answers-another'), named('compensation-swallowed')] as const;
    const unitTestsOnly = mutants.map((mutant) => ({ ...mutant, caughtBy: [mutant.caughtBy[0]] as const }));
    for (const mutant of unitTestsOnly) expect((await hunt(copy, mutant)).by).toEqual(mutant.caughtBy);
    expect(await notPassing(copy, unitTestsOnly)).toEqual([]);
  }, 180_000);

  it('tells a bug that nobody notices, and a test that does not exist', async () => {
    const mutant = named('group-flush-answers-another');
    const harmless = { ...mutant, replacement: `${mutant.source} // as before` };
    expect((await hunt(copy, harmless)).by).toEqual([]);
    const [{ file }] = mutant.caughtBy;
    const nowhere = { ...mutant, caughtBy: [{ file, title: 'nobody wrote this test' }] as const };
    expect(await notPassing(copy, [nowhere])).toEqual(nowhere.caughtBy);
  }, 180_000);
});
