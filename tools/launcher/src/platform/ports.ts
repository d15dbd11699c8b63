import { randomInt } from 'node:crypto';
import { InfrastructureUnavailable, isFree } from '@ordergraph/infrastructure';

/** The ports of one platform, all derived from the gateway's. */
export interface PlatformPorts {
  gateway: number;
  users: number;
  inventory: number;
  orders: number;
  payments: number;
  paymentSimulator: number;
}

export function platformPorts(gateway: number): PlatformPorts {
  return {
    gateway,
    users: gateway + 1,
    inventory: gateway + 2,
    orders: gateway + 3,
    payments: gateway + 4,
    paymentSimulator: gateway + 90,
  };
}

/** @throws InfrastructureUnavailable when somebody listens on one of them */
export async function requireFreePorts(ports: PlatformPorts): Promise<void> {
  for (const [name, port] of Object.entries(ports) as [string, number][]) {
    if (await isFree(port)) continue;
    throw new InfrastructureUnavailable(
      `Port ${port} (${name}) is in use.`,
      `Stop what listens there, or take other ports: PORT=${ports.gateway + 100} npm start`,
    );
  }
}

/** A gateway port with which all ports of a platform are free at this moment; for tests. */
export async function freePlatformPort(): Promise<number> {
  for (;;) {
    const port = randomInt(10_000, 30_000);
    const free = await requireFreePorts(platformPorts(port)).then(
      () => true,
      () => false,
    );
    if (free) return port;
  }
}

/** PORT of the environment, 4000 without. */
export function portOf(environment: Readonly<Record<string, string | undefined>>): number {
  const value = environment['PORT'] || '4000';
  const port = Number(value);
  if (Number.isInteger(port) && port > 0 && port <= 65_000) return port;
  throw new InfrastructureUnavailable(`PORT=${value} is no port.`, 'Give a number from 1 to 65000, or unset PORT.');
}
