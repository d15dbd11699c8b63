import type { InfrastructureUnavailable } from '@ordergraph/infrastructure';
import { readRebuildViewCommand } from './command-line.js';

describe('the command line of rebuilding a view', () => {
  it('takes a service, and one of its views', () => {
    expect(readRebuildViewCommand(['orders'])).toMatchObject({ service: 'orders', collection: undefined });
    expect(readRebuildViewCommand(['orders', 'productCopies'])).toEqual({
      platform: undefined,
      service: 'orders',
      collection: 'productCopies',
    });
  });

  it('takes a platform by its servers', () => {
    const named = ['--mongodb', 'mongodb://a', '--namespace', 'shop', '--amqp', 'amqp://b'];
    expect(readRebuildViewCommand(['orders', ...named]).platform).toEqual({
      mongodbUri: 'mongodb://a',
      namespace: 'shop',
      amqpUrl: 'amqp://b',
    });
  });

  it('names the services there are', () => {
    const there = 'users, inventory, orders, payments.';
    expect(() => readRebuildViewCommand(['nope'])).toThrow(`There is no service 'nope': ${there}`);
    expect(() => readRebuildViewCommand([])).toThrow(`Name a service: ${there}`);
  });

  it.each([
    [[]],
    [['orders', 'productCopies', 'customerCopies']],
    [['orders', '--namespace', 'shop']],
    [['orders', '--amqp', 'amqp://b']],
    [['--everything']],
  ])('refuses %j, and shows how', (args) => {
    const remedyOf = (): string => {
      try {
        return readRebuildViewCommand(args).service;
      } catch (error) {
        return (error as InfrastructureUnavailable).remedy;
      }
    };
    expect(remedyOf()).toContain('Usage: npm run rebuild-view');
  });
});
