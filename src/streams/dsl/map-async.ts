/** Values made by functions that take their time (what Kafka Streams has no operator for; KIP-408 was to be one). */
import { KafkaError } from '#kernel';
import type { SyncSerde } from '#serde';
import { AsyncMapNode, type AsyncMapOptions, type AsyncOrder, type AsyncRecord } from '../operators/async-map.ts';
import type { TopologyPlan } from '../plan/topology-plan.ts';
import { type Duration, milliseconds, positiveMilliseconds } from '../windows/windows.ts';
import { serdeOf } from './serde-of.ts';
import { type OperatorOptions, Stream } from './stream.ts';

export interface RetryOptions {
  /** Calls after the first one. */
  readonly times: number;
  /** Before the second call; twice as long before each further one. 100 ms where absent. */
  readonly backoff?: Duration;
  /** 10 s where absent. */
  readonly maxBackoff?: Duration;
  /** Which errors are worth another call; all where absent. */
  readonly when?: (error: unknown) => boolean;
}

export interface MapAsyncOptions<K, W> extends OperatorOptions {
  /** How many calls are at work at once, in each task; 64 where absent. As many records may wait besides. */
  readonly concurrency?: number;
  /**
   * Which results keep the order of their records. `key`, where absent: those of one key, whose calls run one after the
   * other. `input`: all; calls overlap, and results wait for those before them. `none`: they go on as they come.
   */
  readonly order?: AsyncOrder;
  /** Of one call; any time where absent. */
  readonly timeout?: Duration;
  /** How often a call that failed or took too long is repeated, or how; never where absent. */
  readonly retry?: number | RetryOptions;
  /** Of the keys, which tell with `order: 'key'` what belongs together. */
  readonly key?: SyncSerde<K>;
  /** Of the results. */
  readonly value?: SyncSerde<W>;
}

export function mapAsync<K, V, W>(
  stream: Stream<K, V>,
  map: (value: V, record: AsyncRecord<K>) => W | PromiseLike<W>,
  options: MapAsyncOptions<K, W>,
): Stream<K, W> {
  const { graph, place } = stream;
  const name = graph.nodeName('KSTREAM-MAPASYNC-', options.name);
  graph.handleErrors(options.onError, [name]);
  const work = workOf(name, options, options.key ?? place.key);
  graph.add((plan) => {
    const hasStateBefore = (node: string): boolean => keepsStateBefore(plan, node);
    const create = (): AsyncMapNode => new AsyncMapNode({ ...work, map, hasStateBefore });
    plan.addProcessor({ name, parents: [place.node], create });
    plan.hints.valueChanging.add(name);
  });
  return new Stream<K, W>(graph, { ...place, node: name, value: options.value ?? null });
}

function workOf<K, W>(
  name: string,
  options: MapAsyncOptions<K, W>,
  key: SyncSerde<K> | null,
): Omit<AsyncMapOptions, 'map' | 'hasStateBefore'> {
  const { concurrency = 64, order = 'key', timeout, retry = 0 } = options;
  if (!Number.isSafeInteger(concurrency) || concurrency < 1) {
    throw new KafkaError('INVALID_CONFIG', `The concurrency of ${name} is ${concurrency}, and has to be 1 or more`);
  }
  const asked: RetryOptions = typeof retry === 'number' ? { times: retry } : retry;
  const { times, backoff = 100, maxBackoff = '10s', when = (): true => true } = asked;
  if (!Number.isSafeInteger(times) || times < 0) {
    throw new KafkaError('INVALID_CONFIG', `The retries of ${name} are ${times}, and have to be 0 or more`);
  }
  const keys = order === 'key' ? serdeOf(key, 'key', 'mapAsync').forKeys : null;
  return {
    concurrency,
    order,
    timeoutMs: timeout === undefined ? Infinity : positiveMilliseconds(timeout, `the timeout of ${name}`),
    retry: {
      times,
      when,
      backoffMs: milliseconds(backoff, `the backoff of ${name}`),
      maxBackoffMs: milliseconds(maxBackoff, `the longest backoff of ${name}`),
    },
    keyText: (value) => keys?.serialize('', value as K)?.toString('latin1') ?? '',
  };
}

/** Whether a node that feeds it keeps anything. */
function keepsStateBefore(plan: TopologyPlan, node: string): boolean {
  return plan
    .parentsOf(node)
    .some((parent) => (plan.storesOf.get(parent)?.size ?? 0) > 0 || keepsStateBefore(plan, parent));
}
