import { mongo } from 'mongoose';
import {
  BrokerUnavailable,
  InfrastructureUnavailable,
  MessageInvalid,
  NotYet,
  OrdergraphError,
  StreamUnreadable,
} from '../../errors.js';
import { initialSaga, SagaDefinitionUnknown } from '../../saga/index.js';
import { NewerVersion } from '../errors.js';
import { dispositionOf } from './disposition.js';

const named = (name: string, message = ''): Error => Object.assign(new Error(message), { name });
const serverError = (code: number): Error => new mongo.MongoServerError({ message: 'from the server', code });

describe('the disposition of an error', () => {
  it.each([
    new BrokerUnavailable('gone'),
    new InfrastructureUnavailable({ what: 'the payment provider' }),
    new mongo.MongoNetworkError('connection reset'),
    named('MongoServerSelectionError'),
    named('MongooseServerSelectionError'),
    named('MongooseError', 'Operation `commits.find()` buffering timed out after 10000ms'),
    serverError(10_107), // not primary
    serverError(91), // shutting down
    new mongo.MongoBulkWriteError(new mongo.MongoNetworkError('connection closed'), {} as mongo.BulkWriteResult),
    new Error('the order could not be read', { cause: new mongo.MongoNetworkError('connection reset') }),
  ])('is infrastructure when a dead database or broker is not the message’s fault (%s)', (error) => {
    expect(dispositionOf(error)).toBe('infrastructure');
  });

  it.each([
    new Error('unknown'),
    new NotYet('the product'),
    serverError(11_000), // duplicate key
    serverError(112), // write conflict
    named('MongooseError', 'something else'),
    new OrdergraphError({ code: 'PRICE_CHANGED', message: 'an answer to a client', disposition: 'reject' }),
    'not even an error',
  ])('is retry when it may be better later (%s)', (error) => {
    expect(dispositionOf(error)).toBe('retry');
  });

  it.each([
    new NewerVersion('orders.order-placed.v2'),
    new StreamUnreadable('order-1', 'orders.order-placed.v2'),
    new SagaDefinitionUnknown(initialSaga('order-1')),
  ])('is await-release when only another release can do it (%s)', (error) => {
    expect(dispositionOf(error)).toBe('await-release');
  });

  it('is dead-letter when it never will', () => {
    expect(dispositionOf(new MessageInvalid('nonsense'))).toBe('dead-letter');
  });
});
