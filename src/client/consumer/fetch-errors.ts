/**
 * What a partition's error in an answer to Fetch means: most say that what is known of leaders is out of date, some are
 * about the position, and some only the application can do something about.
 */
import { errorForCode, type FetchResponse, type FetchResponsePartitionData } from '#protocol';
import { codeNeedsMetadata, errorFor } from '../errors.ts';
import { retryDelayMs } from '../network/backoff.ts';
import type { FetcherDependencies } from './fetcher-dependencies.ts';
import type { PartitionState } from './partition-state.ts';

export interface FetchFailure {
  readonly answer: FetchResponsePartitionData;
  readonly response: FetchResponse;
}

/** `fetchOffset` is what was asked for. */
export function handleFetchError(
  dependencies: FetcherDependencies,
  { state, fetchOffset }: { readonly state: PartitionState; readonly fetchOffset: number },
  { answer, response }: FetchFailure,
): void {
  const { topic, partition } = state;
  const { name, retriable } = errorForCode(answer.errorCode);
  if (name === 'OFFSET_OUT_OF_RANGE') {
    onOutOfRange(dependencies, state, fetchOffset);
  } else if (codeNeedsMetadata(answer.errorCode) || name === 'OFFSET_NOT_AVAILABLE') {
    state.preferredReplica = -1;
    if (!takeHint(dependencies, state, { answer, response })) retryLater(dependencies, state, answer.errorCode);
  } else if (retriable || name === 'UNKNOWN_SERVER_ERROR') {
    retryLater(dependencies, state, answer.errorCode);
  } else {
    const message = `${topic}-${partition} cannot be fetched at offset ${fetchOffset}: ${name}`;
    state.fail(errorFor(answer.errorCode, message, { topic, partition, retriable: false }), false);
    state.retryAt = dependencies.env.clock.monotonic() + dependencies.config.retryBackoffMs;
    dependencies.onRecords(state);
  }
}

/** A follower may be behind the leader: only the leader's word counts. */
function onOutOfRange(dependencies: FetcherDependencies, state: PartitionState, fetchOffset: number): void {
  if (state.preferredReplica >= 0) {
    state.preferredReplica = -1;
  } else if (state.hasRecords) {
    // What is buffered lies before the offset that is out of range, and is handed out first.
    const { env, config } = dependencies;
    state.retryAt = env.clock.monotonic() + config.retryBackoffMs;
  } else if (state.fetchOffset === fetchOffset) {
    dependencies.positions.onOutOfRange(state);
    dependencies.onRecords(state);
  }
}

/** A leader that is not one any longer may say who is (KIP-951), which saves asking. */
function takeHint({ cluster }: FetcherDependencies, state: PartitionState, failure: FetchFailure): boolean {
  const { leaderId, leaderEpoch } = failure.answer.currentLeader;
  const known = cluster.metadata.partition(state.topic, state.partition);
  if (leaderId < 0 || known === undefined || leaderEpoch <= known.leaderEpoch) return false;
  const { nodeEndpoints } = failure.response;
  cluster.metadata.updateLeader(state.topic, state.partition, { leaderId, leaderEpoch }, nodeEndpoints);
  return true;
}

function retryLater({ cluster, config, env, trouble }: FetcherDependencies, state: PartitionState, code: number): void {
  const { topic, partition } = state;
  const error = errorFor(code, null, { topic, partition });
  cluster.metadata.invalidate(`fetching ${topic}-${partition} answered ${error.code}`);
  state.retryAt = env.clock.monotonic() + retryDelayMs(config, ++state.failures, env.random);
  trouble.report(`fetch ${topic}-${partition}`, error);
}
