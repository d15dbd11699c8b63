import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';

const parts = ['shared', 'gateway', 'subgraphs', 'tools', 'bench', 'chaos', 'simulation'];

/** The text of every source file of the packages, tests left out. */
export function sourceFiles(root: string): string[] {
  return parts
    .flatMap((part) =>
      readdirSync(path.join(root, part), { recursive: true, encoding: 'utf8' }).map((file) =>
        path.join(root, part, file),
      ),
    )
    .filter((file) => /\/src\/.*\.ts$/.test(file) && !file.endsWith('.test.ts') && !file.includes('node_modules'))
    .map((file) => readFileSync(file, 'utf8'));
}
