import { NodeRotation } from './node-rotation.js';

/** What amqplib would read at the next attempts. */
function visited(
  urls: string,
  fields: readonly ('protocol' | 'hostname' | 'port' | 'vhost' | 'username' | 'password')[],
) {
  const rotation = new NodeRotation(urls);
  const nodes = Array.from({ length: 6 }, () => {
    const node = fields.map((field) => rotation.address[field]);
    rotation.next();
    return node.join(' ');
  });
  return { first: nodes[0], distinct: [...new Set(nodes)].sort(), turns: nodes };
}

describe('the nodes of a RabbitMQ cluster', () => {
  it('are tried in turn, from any of them on', () => {
    const urls = 'amqp://one:5671,amqp://two:5672,amqps://three:5673';
    const { distinct, turns } = visited(urls, ['protocol', 'hostname', 'port']);
    expect(distinct).toEqual(['amqp one 5671', 'amqp two 5672', 'amqps three 5673']);
    expect(turns.slice(3)).toEqual(turns.slice(0, 3));
    const firsts = Array.from({ length: 100 }, () => visited(urls, ['hostname']).first);
    expect(new Set(firsts).size).toBe(3);
  });

  it('have credentials and virtual hosts of their own', () => {
    const { distinct } = visited('amqp://ann:a%2Cb,c@one/shop,amqp://two', [
      'hostname',
      'username',
      'password',
      'vhost',
    ]);
    expect(distinct).toEqual(['one ann a,b,c shop', 'two   ']);
  });

  it('are one for a single address, with a heartbeat unless it names one', () => {
    expect(visited('amqp://[::1]:5672', ['hostname', 'port']).distinct).toEqual(['::1 5672']);
    expect(new NodeRotation('amqp://one').address.heartbeat).toBe(10);
    expect(Number(new NodeRotation('amqp://one?heartbeat=3').address.heartbeat)).toBe(3);
  });
});
