import { parseArgs } from 'node:util';
import { residentMebibytes } from '../platform/memory.js';
import { LoadedPlatform, processesOf } from '../sagas/loaded-platform.js';
import { describeMachine } from '../sagas/table.js';

interface SoakRow {
  readonly minute: number;
  readonly sagasPerSecond: number;
  /** Resident memory by process, MiB. */
  readonly mebibytes: Readonly<Record<string, number | undefined>>;
}

/** `npm run bench -- soak [--minutes 10] [--in-flight 32] [--broker rabbitmq] [--json]`: memory of every process under steady load. */
export async function benchSoak(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      minutes: { type: 'string', default: '10' },
      'in-flight': { type: 'string', default: '32' },
      broker: { type: 'string', default: 'rabbitmq' },
      json: { type: 'boolean', default: false },
    },
  });
  process.stdout.write(`${describeMachine()}\n`);
  const loaded = await LoadedPlatform.open({ broker: values.broker });
  const rows: SoakRow[] = [];
  try {
    for (let minute = 1; minute <= Number(values.minutes); minute += 1) {
      const { seconds, saga } = await loaded.load(Number(values['in-flight']), 60);
      const row = { minute, sagasPerSecond: Math.round(saga.length / seconds), mebibytes: memoryOf(loaded) };
      rows.push(row);
      process.stdout.write(`${describe(row)}\n`);
    }
  } finally {
    await loaded.close();
  }
  if (values.json) process.stdout.write(`${JSON.stringify({ rows })}\n`);
}

const memoryOf = ({ platform }: LoadedPlatform): SoakRow['mebibytes'] =>
  Object.fromEntries(Object.entries(processesOf(platform)).map(([name, pids]) => [name, residentMebibytes(pids)]));

const describe = ({ minute, sagasPerSecond, mebibytes }: SoakRow): string =>
  `minute ${minute}: ${sagasPerSecond} sagas/s; MiB: ${Object.entries(mebibytes)
    .map(([name, value]) => `${name} ${value ?? '?'}`)
    .join(', ')}`;
