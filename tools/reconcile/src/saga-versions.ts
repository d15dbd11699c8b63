import type { mongo } from 'mongoose';
import { commitsOf, type Places } from './places.js';
import type { SagaVersion } from './report.js';

/** Orders by the version of the saga's definition that they began under; one pass over the index of the key. */
export async function sagaVersions(places: Places): Promise<SagaVersion[]> {
  const found = commitsOf(places, 'orders').aggregate<SagaVersion>([...ordersWithDefinition, ...byDefinition], {
    allowDiskUse: true,
  });
  return found.toArray();
}

const started = 'saga.started.v1';

/** One document per order: the definition that its first event names, and where it stands. */
const ordersWithDefinition: readonly mongo.Document[] = [
  // The character behind the hyphen: no other category sorts between.
  { $match: { _id: { $gte: { stream: 'order-', version: 0 }, $lt: { stream: 'order.', version: 0 } } } },
  { $sort: { _id: 1 } },
  {
    $project: {
      at: 1,
      status: '$state.status',
      started: { $first: { $filter: { input: '$messages', cond: { $eq: ['$$this.type', started] } } } },
    },
  },
  {
    $group: {
      _id: '$_id.stream',
      definition: { $max: '$started.data.definition' },
      version: { $max: '$started.data.definitionVersion' },
      status: { $last: '$status' },
      at: { $last: '$at' },
    },
  },
  { $match: { definition: { $ne: null } } },
];

const isUnderWay = { $in: ['$status', ['PENDING', 'CANCELLING']] };

const byDefinition: readonly mongo.Document[] = [
  {
    $group: {
      _id: { definition: '$definition', version: '$version' },
      underWay: { $sum: { $cond: [isUnderWay, 1, 0] } },
      confirmed: { $sum: { $cond: [{ $eq: ['$status', 'CONFIRMED'] }, 1, 0] } },
      cancelled: { $sum: { $cond: [{ $eq: ['$status', 'CANCELLED'] }, 1, 0] } },
      lastConfirmedAt: { $max: { $cond: [{ $eq: ['$status', 'CONFIRMED'] }, '$at', null] } },
    },
  },
  { $sort: { '_id.definition': 1, '_id.version': 1 } },
  { $replaceWith: { $mergeObjects: ['$_id', { $unsetField: { field: '_id', input: '$$ROOT' } }] } },
];
