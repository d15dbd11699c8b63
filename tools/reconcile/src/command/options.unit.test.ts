import { InfrastructureUnavailable } from '@ordergraph/infrastructure';
import { readOptions } from './options.js';

it('takes the platform of the data directory unless another one is named', () => {
  expect(readOptions([])).toEqual({ platform: undefined, json: false });
  const named = ['--mongodb', 'mongodb://a', '--namespace', 'shop', '--amqp', 'amqp://b', '--json'];
  expect(readOptions(named)).toEqual({
    platform: { mongodbUri: 'mongodb://a', namespace: 'shop', amqpUrl: 'amqp://b' },
    json: true,
  });
});

it.each([[['--mongodb', 'mongodb://a']], [['--namespace', 'shop']], [['--amqp', 'amqp://b']], [['--jsn']], [['all']]])(
  'refuses %j',
  (args) => expect(() => readOptions(args)).toThrow(InfrastructureUnavailable),
);
