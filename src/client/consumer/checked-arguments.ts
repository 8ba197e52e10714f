/**
 * What an application gives to a consumer's calls, checked before anything is done with it: a mistake is INVALID_REQUEST at
 * the call that made it, and not an answer of a broker, or a wait without an end, some time later.
 */
import { types } from 'node:util';
import type { TopicPartition } from '../assignors/group-members.ts';
import { shownValue } from '../config/parse-options.ts';
import { errorFor, type ClientError } from '../errors.ts';
import type { Subscription } from '../group/group-membership.ts';
import { signalProblem } from '../network/wait.ts';
import type { OffsetAndMetadata } from '../records/partition-offset.ts';
import type { AssignTo, SubscribeTo } from './consumer-options.ts';
import { isOnNoOffset, ON_NO_OFFSET_FORMS } from './on-no-offset.ts';

const SUBSCRIPTION_FORMS = ['topics', 'pattern', 'serverPattern'] as const;

export function checkedSubscription(to: SubscribeTo): Subscription {
  if (to instanceof RegExp) return { pattern: to };
  if (typeof to === 'string' || Array.isArray(to)) return { topics: checkedTopics(to) };
  if (typeof to !== 'object' || to === null) throw noSubscription(to);
  const [form, ...others] = SUBSCRIPTION_FORMS.filter((name) => name in to);
  if (form === undefined || others.length > 0) throw noSubscription(to);
  if ('topics' in to) return { topics: checkedTopics(to.topics) };
  if ('pattern' in to && to.pattern instanceof RegExp) return to;
  if ('serverPattern' in to && typeof to.serverPattern === 'string' && to.serverPattern !== '') return to;
  throw noSubscription(to);
}

function checkedTopics(given: unknown): string[] {
  const topics: readonly unknown[] = Array.isArray(given) ? given : [given];
  if (topics.length === 0) throw invalid('subscribe() was given no topic: name one, or call unsubscribe()');
  return topics.map((topic) => {
    if (typeof topic === 'string' && topic !== '') return topic;
    throw invalid(`The name of a topic must be a text that is not empty, not ${shownValue(topic)}`);
  });
}

function noSubscription(given: unknown): ClientError {
  const forms = 'a name, a list of names, a RegExp, { topics }, { pattern } or { serverPattern }';
  return invalid(`subscribe() takes ${forms}, not ${shownValue(given)}`);
}

export function checkPlaces(call: string, partitions: readonly TopicPartition[]): void {
  if (!Array.isArray(partitions)) {
    throw invalid(`${call} takes a list of partitions, as [{ topic, partition }], not ${shownValue(partitions)}`);
  }
  for (const place of partitions) checkPlace(place);
}

/** A broker refuses a request that names a partition twice, and does not say which. */
export function checkDistinctPlaces(call: string, partitions: readonly TopicPartition[]): void {
  checkPlaces(call, partitions);
  const seen = new Set<string>();
  for (const place of partitions) {
    const name = `${place.topic}-${place.partition}`;
    if (seen.has(name))
      throw invalid(`${call} was given ${name} twice: each partition may stand once in a call`, place);
    seen.add(name);
  }
}

export function checkPlace(place: TopicPartition): void {
  const { topic, partition }: { topic?: unknown; partition?: unknown } = place ?? {};
  if (typeof topic !== 'string' || topic === '') {
    throw invalid(`A partition is { topic, partition }, and its topic must be a text, not ${shownValue(topic)}`);
  }
  if (Number.isSafeInteger(partition) && place.partition >= 0) return;
  throw invalid(`A partition of ${topic} must be a whole number from 0 on, not ${shownValue(partition)}`, place);
}

/** Of `assign`: partitions, with or without an offset to begin at. */
export function checkAssignment(partitions: readonly AssignTo[]): void {
  checkPlaces('assign()', partitions);
  for (const { offset = 0, onNoOffset, ...place } of partitions) {
    checkOffset({ ...place, offset });
    if (onNoOffset === undefined || isOnNoOffset(onNoOffset)) continue;
    throw invalid(`onNoOffset of a partition must be ${ON_NO_OFFSET_FORMS}, not ${shownValue(onNoOffset)}`, place);
  }
}

/** Of `commit`. */
export function checkOffsets(offsets: readonly OffsetAndMetadata[]): void {
  if (!Array.isArray(offsets)) {
    throw invalid(`commit() takes a list of offsets, as [{ topic, partition, offset }], not ${shownValue(offsets)}`);
  }
  for (const offset of offsets) checkOffset(offset);
}

export function checkOffset(target: OffsetAndMetadata): void {
  checkPlace(target);
  const { topic, partition, offset, metadata }: { metadata?: unknown } & Omit<OffsetAndMetadata, 'metadata'> = target;
  const at = `${topic}-${partition}`;
  if (!Number.isSafeInteger(offset) || offset < 0) {
    throw invalid(`${String(offset)} is no offset for ${at}: it has to be a whole number from 0 on`, target);
  }
  if (metadata === undefined || metadata === null || typeof metadata === 'string') return;
  throw invalid(`The metadata of an offset for ${at} must be a text, not ${shownValue(metadata)}`, target);
}

export function checkTimestamp(timestamp: number): void {
  if (Number.isSafeInteger(timestamp) && timestamp >= 0) return;
  const given: unknown = timestamp;
  const hint = types.isDate(given) ? '; of a Date that is date.getTime()' : '';
  throw invalid(`A timestamp must be whole milliseconds since the epoch, not ${shownValue(timestamp)}${hint}`);
}

export function checkPollTimeout(timeoutMs: number): void {
  if (typeof timeoutMs === 'number' && timeoutMs >= 0) return;
  throw invalid(`poll() takes the milliseconds to wait for records, from 0 on, not ${shownValue(timeoutMs)}`);
}

export function checkSignal(signal: AbortSignal | undefined): void {
  const problem = signal === undefined ? null : signalProblem(signal);
  if (problem !== null) throw problem;
}

/** What `run` takes, of either kind of consumer. */
export interface GivenToRun {
  readonly eachRecord?: unknown;
  readonly eachBatch?: unknown;
  readonly concurrency?: number | undefined;
  readonly by?: unknown;
  readonly signal?: AbortSignal | undefined;
}

/** `handlers`: the names that a handler may be given under; one has to be. */
export function checkRun(options: GivenToRun | undefined, handlers: readonly ('eachRecord' | 'eachBatch')[]): void {
  const { concurrency = 1, by, signal, ...functions }: GivenToRun = options ?? {};
  const given = handlers.filter((name) => functions[name] !== undefined);
  if (given.length !== 1 || typeof functions[given[0]!] !== 'function') {
    throw invalid(`run() takes one function, ${handlers.join(' or ')}`);
  }
  if (!Number.isSafeInteger(concurrency) || concurrency < 1) {
    throw invalid(`concurrency must be a whole number from 1 on, not ${shownValue(concurrency)}`);
  }
  if (by !== undefined && by !== 'partition' && by !== 'key') {
    throw invalid(`by must be 'partition' or 'key', not ${shownValue(by)}`);
  }
  if (by === 'key' && functions.eachRecord === undefined) {
    throw invalid("by: 'key' goes with eachRecord: a batch has many keys");
  }
  checkSignal(signal);
}

function invalid(message: string, place?: Partial<TopicPartition>): ClientError {
  return errorFor('INVALID_REQUEST', message, { topic: place?.topic, partition: place?.partition });
}
