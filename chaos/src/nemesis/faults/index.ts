import type { Fault } from '../fault.js';
import { diskAlarm, memoryAlarm } from './broker-alarm.js';
import { brokerConnections } from './broker-connections.js';
import { brokerKill } from './broker-kill.js';
import { cutConnections } from './cut-connections.js';
import { databaseKill } from './database-kill.js';
import { databasePause } from './database-pause.js';
import { databaseStepDown } from './database-step-down.js';
import { killGateway } from './kill-gateway.js';
import { killService } from './kill-service.js';
import { pauseService } from './pause-service.js';
import { poison } from './poison.js';
import { providerDown, providerFailing, providerSlow, providerTimingOut } from './provider.js';
import { rollingRestart } from './rolling-restart.js';

/** Everything that a nemesis can do. */
export const allFaults: readonly Fault[] = [
  killService,
  killGateway,
  pauseService,
  rollingRestart,
  cutConnections,
  poison,
  providerSlow,
  providerFailing,
  providerTimingOut,
  providerDown,
  brokerKill,
  brokerConnections,
  memoryAlarm,
  diskAlarm,
  databaseStepDown,
  databaseKill,
  databasePause,
];
