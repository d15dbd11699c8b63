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
 * startMessageProxy({ upstream, seed, ...faults }): Promise<MessageProxy>  // between services and a broker, AMQP 0-9-1
 *   faults = { duplicate?, reorder?: 0..1, delay?: number (milliseconds at most), trickle?: number (bytes each 10 ms) }
 *   { url: string, port: number, set(faults): void, cut(): number, counts(): { duplicated, reordered, delayed, cut }, close(): Promise<void> }
 *
 * crashAt(point, occurrence = 1): { CRASH_POINT: string }              // environment of a process that is to end itself there
 * crashPoints: readonly CrashPoint[]                                   // every name, from @ordergraph/messaging
 *
 * skewClock(offset): { LD_PRELOAD, FAKETIME, … } | undefined           // environment; offset '+90s'; undefined: libfaketime is not installed
 *
 * pause(pid), resume(pid): void                                        // SIGSTOP, SIGCONT
 *
 * breakPaymentProvider({ url, key }, faults): Promise<void>            // url, key: PAYMENT_PROVIDER_URL, PAYMENT_PROVIDER_KEY of payments
 *   faults = { failureRate?, unansweredRate?: 0..1, delayMilliseconds?, unavailable?, operations?, seed? }
 * mendPaymentProvider({ url, key }): Promise<void>
 * ```
 */
export { pause, resume } from './signals.js';
export { startRabbitCluster, type RabbitAlarm, type RabbitCluster } from './rabbit-cluster.js';
export { startMongoReplicaSet, type MongoReplicaSet } from './mongo-replica-set.js';
