import type { Fault } from '../fault.js';
import { diskAlarm, memoryAlarm } from './broker-alarm.js';
import { brokerConnections } from './broker-connections.js';
import { brokerKill } from './broker-kill.js';
import { clockSkew } from './clock-skew.js';
import { crashAtPoint } from './crash-point.js';
import { cutConnections } from './cut-connections.js';
import { databaseKill } from './database-kill.js';
import { databasePause } from './database-pause.js';
import { databaseStepDown } from './database-step-down.js';
import { killGateway } from './kill-gateway.js';
import { killService } from './kill-service.js';
import { messageDisorder } from './message-disorder.js';
import { deadLetters } from './dead-letters.js';
import { mixedVersions } from './mixed-versions.js';
import { pauseService } from './pause-service.js';
import { poison } from './poison.js';
import { providerDown, providerFailing, providerSlow, providerTimingOut } from './provider.js';
import { rebuildView } from './rebuild-view.js';
import { rollingRestart } from './rolling-restart.js';
import { slowNetwork } from './slow-network.js';

/** Everything that a nemesis can do. */
export const allFaults: readonly Fault[] = [
  killService,
  killGateway,
  crashAtPoint,
  pauseService,
  rollingRestart,
  mixedVersions,
  cutConnections,
  slowNetwork,
  clockSkew,
  poison,
  providerSlow,
  providerFailing,
  providerTimingOut,
  providerDown,
  brokerKill,
  brokerConnections,
  messageDisorder,
  memoryAlarm,
  diskAlarm,
  databaseStepDown,
  databaseKill,
  databasePause,
  deadLetters,
  rebuildView,
];
