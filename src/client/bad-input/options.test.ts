import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Admin } from '../admin/admin.ts';
import { Consumer } from '../consumer/consumer.ts';
import { Producer } from '../producer/producer.ts';
import { ShareConsumer } from '../share/share-consumer.ts';
import { failure, NOWHERE } from './bad-input.testing.ts';

type Make = (options: never) => unknown;
const clients: Readonly<Record<string, Make>> = {
  producer: (options) => new Producer(options),
  consumer: (options) => new Consumer(options),
  'share consumer': (options) => new ShareConsumer(options),
  admin: (options) => new Admin(options),
};

async function complaint(make: Make, options: unknown): Promise<string> {
  const error = await failure(() => make(options as never));
  assert.equal(error.code, 'INVALID_CONFIG', error.message);
  assert.ok(error.fatal);
  return error.message;
}

for (const [kind, make] of Object.entries(clients)) {
  test(`no ${kind} is made of options that are none, and it says what is wrong with them`, async () => {
    for (const options of [undefined, null, 'localhost:9092', ['localhost:9092'], 5]) {
      assert.match(await complaint(make, options), new RegExp(`^The options of the ${kind} must be an object, as \\{`));
    }
    const common = { bootstrapServers: NOWHERE, ...(kind === 'share consumer' ? { groupId: 'g' } : {}) };
    for (const [options, sentence] of [
      [{ brokers: [NOWHERE] }, /did you mean bootstrapServers\?$/],
      [{ bootstrapServers: 9092 }, /^bootstrapServers must be a list of texts, not 9092$/],
      [{ requestTimeoutMs: -1 }, /^requestTimeoutMs cannot be -1: it must be at least 1$/],
      [{ env: {} }, /^env must be an Env/],
      [{ logger: 5 }, /^logger must have the methods of a Logger/],
      [{ logger: console }, /^logger must have the methods of a Logger, and lacks isEnabled, component/],
      [{ tls: true }, /^tls must be an object/],
      [{ tls: { ca: 5 } }, /^tls\.ca must be PEM/],
    ] as const) {
      assert.match(await complaint(make, { ...common, ...options }), sentence);
    }
  });
}

test('functions and listeners that are none are noticed when the client is made', async () => {
  for (const [kind, options, sentence] of [
    ['producer', { valueSerializer: 'json' }, /^valueSerializer must be a function, not the text 'json'$/],
    ['producer', { partitioner: 'murmur2' }, /^partitioner must be a function/],
    ['producer', { onDelivery: true }, /^onDelivery must be a function, not true$/],
    ['consumer', { valueDeserializer: {} }, /^valueDeserializer must be a function/],
    [
      'consumer',
      { rebalanceListener: () => undefined },
      /^rebalanceListener must be an object with one of the methods/,
    ],
    ['consumer', { rebalanceListener: { onAssigned() {} } }, /with one of the methods onPartitionsAssigned, /],
    [
      'consumer',
      { rebalanceListener: { onPartitionsLost: 5 } },
      /^rebalanceListener\.onPartitionsLost must be a function/,
    ],
    ['consumer', { partitionAssignmentStrategy: 'magic' }, /^there is no assignor magic/],
    ['consumer', { onNoOffset: null }, /^onNoOffset must be earliest/],
    ['share consumer', { groupId: 'g', onAcknowledged: 5 }, /^onAcknowledged must be a function, not 5$/],
  ] as const) {
    assert.match(await complaint(clients[kind]!, { bootstrapServers: NOWHERE, ...options }), sentence);
  }
});
