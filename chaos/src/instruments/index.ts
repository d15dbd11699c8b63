/**
 * What the nemesis can do to a running platform. Each instrument breaks one thing, and can mend it again.
 *
 * ```
 * startRabbitCluster({ directory }): Promise<RabbitCluster>            // three nodes, quorum queues; AMQP_URL: cluster.urls.join(',')
 *   { urls: string[],                                                  // one per node, the same before and after a restart
 *     kill(node), stop(node), start(node): Promise<void>,              // node = 0, 1 or 2
 *     running(node): boolean,
 *     closeAllConnections(): Promise<void>,
 *     raiseAlarm('memory' | 'disk'), clearAlarm('memory' | 'disk'): Promise<void>,  // on every running node
 *     control(args, node?): Promise<string>,                           // rabbitmqctl on a running node
 *     close(): Promise<void> }                                         // stops all nodes, data stays
 *
 * startMongoReplicaSet({ directory }): Promise<MongoReplicaSet>        // three members
 *   { uri: string,
 *     stepDown(): Promise<void>, killPrimary(): Promise<number>,       // answers the member killed: 0, 1 or 2
 *     kill(member), start(member): Promise<void>, pause(member), resume(member): void,
 *     primary(): Promise<number>, close(): Promise<void> }
 *
 * skewedClock(seconds): { LD_PRELOAD, FAKETIME, … }                   // environment of a process whose clock is ahead or behind
 *
 * pause(pid), resume(pid): void                                        // SIGSTOP, SIGCONT
 * ```
 */
export { skewedClock } from './skewed-clock.js';
export { pause, resume } from './signals.js';
export { startRabbitCluster, type RabbitAlarm, type RabbitCluster } from './rabbit-cluster.js';
export { startMongoReplicaSet, type MongoReplicaSet } from './mongo-replica-set.js';
