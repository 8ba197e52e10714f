import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isKafkaError } from '../errors.ts';
import { Producer, type ProducerOptions } from './producer.ts';

const BOOTSTRAP = { bootstrapServers: '127.0.0.1:1' };

function refused(options: ProducerOptions, message: RegExp): void {
  assert.throws(
    () => new Producer({ ...BOOTSTRAP, ...options }),
    (error) => isKafkaError(error, 'INVALID_CONFIG') && message.test(error.message),
  );
}

test('configs that contradict idempotence are refused where it is asked for, by name', () => {
  refused({ enableIdempotence: true, acks: 1 }, /acks must be 'all'/);
  refused({ enableIdempotence: true, retries: 0 }, /retries must be above 0/);
  refused({ enableIdempotence: true, maxInFlightRequestsPerConnection: 6 }, /at most 5/);
  refused({ transactionalId: 't', acks: 0 }, /acks must be 'all'/);
  refused({ transactionalId: 't', enableIdempotence: false }, /transactionalId needs enableIdempotence/);
});

test('where idempotence is not asked for, other configs may switch it off', async () => {
  for (const options of [
    { acks: 1 },
    { acks: '0' },
    { retries: 0 },
    { maxInFlightRequestsPerConnection: 10 },
  ] as const) {
    await new Producer({ ...BOOTSTRAP, ...options }).close({ timeoutMs: 0 });
  }
});

test('a delivery timeout shorter than a request is refused', () => {
  refused(
    { deliveryTimeoutMs: 1000 },
    /deliveryTimeoutMs must be at least lingerMs \+ requestTimeoutMs, which is 30000/,
  );
});

test('an unknown config is refused with the one that was meant', () => {
  refused({ lingerMS: 5 } as ProducerOptions, /did you mean lingerMs\?/);
  refused({ compressionType: 'lzma' } as never, /compressionType/);
});
