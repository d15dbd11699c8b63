import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { SpawnedPlatform } from '@ordergraph/launcher';

/** One value of a scrape. */
export interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** What the subgraphs and the gateway show Prometheus now. */
export async function scrape({ subgraphUrls, graphqlUrl }: SpawnedPlatform): Promise<Sample[]> {
  const pages = await Promise.all(
    [...Object.values(subgraphUrls), graphqlUrl].map(async (url) => {
      const response = await fetch(new URL('/metrics', url));
      return response.text();
    }),
  );
  return pages.flatMap(parseSamples);
}

/** Lines of Prometheus's text format, comments left out. */
function parseSamples(page: string): Sample[] {
  const lines = page.matchAll(/^(?<name>\w+)(?:\{(?<labels>.*)\})? (?<value>[-+.\w]+)$/gm);
  return Array.from(lines, ({ groups = {} }) => ({
    name: groups['name'] ?? '',
    labels: Object.fromEntries(
      Array.from((groups['labels'] ?? '').matchAll(/(\w+)="([^"]*)"/g), ([, key = '', value = '']) => [key, value]),
    ),
    value: Number(groups['value']),
  }));
}

/** By how much the values of a metric have grown between two scrapes, by the values of its labels; what stayed is left out. */
export function differences(name: string, before: readonly Sample[], after: readonly Sample[]): Record<string, number> {
  const keyOf = ({ labels }: Sample): string => Object.values(labels).join(' ');
  const old = new Map(before.filter((sample) => sample.name === name).map((sample) => [keyOf(sample), sample.value]));
  return Object.fromEntries(
    after
      .filter((sample) => sample.name === name)
      .map((sample) => [keyOf(sample), sample.value - (old.get(keyOf(sample)) ?? 0)] as const)
      .filter(([, difference]) => difference !== 0),
  );
}

/** A line of a service's log. */
export interface LogLine {
  readonly level: number;
  readonly service: string;
  readonly msg: string;
  readonly correlationId?: string;
  readonly type?: string;
}

/** Levels of pino. */
export const infoLevel = 30;
export const errorLevel = 50;

/** Every line that the programs of a platform have logged. */
export async function readLogs(dataDirectory: string): Promise<LogLine[]> {
  const folder = path.join(dataDirectory, 'logs');
  const files = await readdir(folder);
  const texts = await Promise.all(files.map((file) => readFile(path.join(folder, file), 'utf8')));
  return texts.flatMap((text) => text.split('\n').filter(Boolean)).map((line) => JSON.parse(line) as LogLine);
}
