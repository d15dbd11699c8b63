import type { Release } from '../../platform/replica.js';
import { releaseEnvironment } from '../../releases/release-environment.js';
import type { Fault } from '../fault.js';

/** The second replica of every program is of the next release, which writes messages in a new version; the first reads them. */
export const mixedVersions: Fault = {
  name: 'mixed-versions',
  lane: 'services',
  lasts: [10, 20],
  async begin({ services, gateways }) {
    const upgraded = [...services, ...gateways].filter(({ name }) => name.endsWith('-2'));
    const replaceAll = (release: Release): Promise<unknown> =>
      Promise.all(upgraded.map((replica) => replica.replace(release)));
    await replaceAll({ environment: releaseEnvironment('writer') });
    return { what: `${upgraded.map(({ name }) => name).join(', ')} write version 2`, end: () => replaceAll({}) };
  },
};
