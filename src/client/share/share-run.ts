/**
 * `run` of a share consumer: handlers side by side, each record accepted when its handler has ended, and released or
 * rejected where it failed.
 */
import { isKafkaError } from '../errors.ts';
import type { ConsumerRecord } from '../records/consumer-record.ts';
import type { AcknowledgeType } from './acknowledgements.ts';
import type { ShareRunOptions } from './share-consumer-options.ts';
import type { ShareDelivery } from './share-delivery.ts';

export interface ShareRunDependencies<K, V> {
  readonly delivery: ShareDelivery;
  readonly options: ShareRunOptions<K, V>;
  /** Calls the handler within whatever observes it. */
  process(record: ConsumerRecord<K, V>): unknown;
  /** Says it of the record, unless the handler has said something itself. */
  acknowledge(record: ConsumerRecord<K, V>, type: AcknowledgeType): void;
}

/** Resolves after the signal or `close`, once the handlers at work have ended. */
export async function runShareConsumer<K, V>(dependencies: ShareRunDependencies<K, V>): Promise<void> {
  const { delivery, options } = dependencies;
  const stop = new AbortController();
  const onAbort = (): void => stop.abort(options.signal?.reason);
  if (options.signal?.aborted === true) onAbort();
  options.signal?.addEventListener('abort', onAbort);
  delivery.begin('run()');
  try {
    const lanes = Array.from({ length: options.concurrency ?? 1 }, () => runLane(dependencies, stop));
    const outcomes = await Promise.allSettled(lanes);
    for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
  } finally {
    options.signal?.removeEventListener('abort', onAbort);
    delivery.end();
  }
}

/** One record after the other. The first lane that fails stops the others. */
async function runLane<K, V>(dependencies: ShareRunDependencies<K, V>, stop: AbortController): Promise<void> {
  const { delivery } = dependencies;
  try {
    for (;;) {
      const taken = await delivery.take(stop.signal);
      if (taken === null) return;
      await handle(dependencies, taken as ConsumerRecord<unknown, unknown> as ConsumerRecord<K, V>);
    }
  } catch (error) {
    const isStopped = stop.signal.aborted && isKafkaError(error, 'ABORTED');
    if (isStopped) return;
    stop.abort(error);
    throw error;
  }
}

async function handle<K, V>(dependencies: ShareRunDependencies<K, V>, record: ConsumerRecord<K, V>): Promise<void> {
  const { delivery, process, acknowledge } = dependencies;
  delivery.handlersAtWork++;
  try {
    await process(record);
    acknowledge(record, 'accept');
  } catch (error) {
    const verdict = verdictOn(error, record, dependencies.options);
    acknowledge(record, verdict === 'stop' ? 'release' : verdict);
    if (verdict === 'stop') throw error;
  } finally {
    delivery.handlersAtWork--;
  }
}

function verdictOn<K, V>(
  error: unknown,
  record: ConsumerRecord<K, V>,
  { onError, maxDeliveries = Number.POSITIVE_INFINITY }: ShareRunOptions<K, V>,
): 'accept' | 'release' | 'reject' | 'stop' {
  const verdict = onError?.(error, record) ?? 'release';
  return verdict === 'release' && record.deliveryCount >= maxDeliveries ? 'reject' : verdict;
}
