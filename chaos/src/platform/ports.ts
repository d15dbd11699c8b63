import { freePort } from '@ordergraph/infrastructure';
import {
  freePlatformPort,
  type PlatformPorts,
  platformPorts,
  type ProgramName,
  subgraphNames,
} from '@ordergraph/launcher';

export const replicated = [...subgraphNames, 'gateway'] as const satisfies readonly ProgramName[];
export type Replicated = (typeof replicated)[number];

export interface StagePorts {
  /** What everybody is told: a balancer in front of each service, and the payment simulator itself. */
  readonly addresses: PlatformPorts;
  /** Where the replicas truly listen. */
  readonly replicas: Readonly<Record<Replicated, readonly number[]>>;
}

export async function choosePorts(replicasEach: number): Promise<StagePorts> {
  const addresses = platformPorts(await freePlatformPort());
  const taken = new Set<number>(Object.values(addresses));
  const choose = async (): Promise<number> => {
    for (;;) {
      const port = await freePort();
      if (!taken.has(port)) return taken.add(port) && port;
    }
  };
  const replicas: Record<Replicated, number[]> = { users: [], inventory: [], orders: [], payments: [], gateway: [] };
  for (const program of replicated) {
    for (let count = 0; count < replicasEach; count++) replicas[program].push(await choose());
  }
  return { addresses, replicas };
}
