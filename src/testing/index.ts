/**
 * The door of `testing/`, published as `samsa/testing`: a real broker in the process of a test, within milliseconds.
 *
 * ```ts
 * await using kafka = await startSamsa({ topics: ['orders'] });
 * const producer = new Producer({ bootstrapServers: kafka.bootstrapServers });
 * ```
 */
import { createNodeEnv } from '#kernel/node';
import type { SamsaOptions } from './options.ts';
import { Samsa } from './samsa.ts';

export type { SamsaOptions, TestTopic } from './options.ts';
export type { Samsa } from './samsa.ts';
export type { TestClock } from './test-clock.ts';

/** Resolves when the broker serves. Fails with a KafkaError that says what to mend, as for a config that is not known. */
export async function startSamsa(options: SamsaOptions = {}): Promise<Samsa> {
  const env = createNodeEnv({ logger: { level: options.logLevel ?? 'error' } });
  const samsa = new Samsa(env, options);
  await samsa.start();
  await samsa.createTopics(options.topics ?? []);
  return samsa;
}
