/**
 * ShareFetch and ShareAcknowledge, once, with what they do to the session and to the acknowledgements that go along. Both
 * take one connection, as a broker ends a session with the connection that it is used on.
 */
import {
  Errors,
  newShareAcknowledgeRequest,
  newShareFetchRequest,
  shareAcknowledgeRequest,
  shareAcknowledgeResponse,
  shareFetchRequest,
  shareFetchResponse,
  type ShareAcknowledgeRequest,
  type ShareAcknowledgeResponse,
  type ShareFetchRequest,
  type ShareFetchResponse,
  type ShareFetchResponsePartitionData,
} from '#protocol';
import type { Cluster } from '../cluster/cluster.ts';
import { asClientError, errorFor, type ClientError } from '../errors.ts';
import type { Rpc } from '../network/rpc.ts';
import type { PartitionAcknowledgements, PlaceById } from './acknowledgements.ts';
import type { ShareConsumerConfig } from './share-consumer-configs.ts';
import type { AcknowledgementResult } from './share-consumer-options.ts';
import type { Outcome, ShareNode } from './share-node.ts';
import type { SessionTopic } from './share-session.ts';

const FETCH: Rpc<ShareFetchRequest, ShareFetchResponse> = [shareFetchRequest, shareFetchResponse];
const ACKNOWLEDGE: Rpc<ShareAcknowledgeRequest, ShareAcknowledgeResponse> = [
  shareAcknowledgeRequest,
  shareAcknowledgeResponse,
];
const BATCH_OPTIMIZED = 0;
const RECORD_LIMIT = 1;
/** The first version with renewals and record limits. */
const RENEWALS = 2;
const RENEW = 4;
const LANE = 'fetch';

export interface ShareRequestsDependencies {
  readonly cluster: Pick<Cluster, 'send' | 'knownVersionOf'>;
  readonly config: ShareConsumerConfig;
  readonly groupId: string;
  memberId(): string;
}

/** What was fetched of a partition. */
export interface FetchedPartition {
  readonly place: PlaceById;
  readonly data: ShareFetchResponsePartitionData;
}

export interface ShareFetched {
  readonly partitions: readonly FetchedPartition[];
  readonly acquisitionLockTimeoutMs: number;
  readonly throttleTimeMs: number;
  readonly nodeEndpoints: ShareFetchResponse['nodeEndpoints'];
}

/** Of either answer. */
interface AnsweredPartition {
  readonly topicId: string;
  readonly partition: number;
  readonly errorCode: number;
  readonly errorMessage: string | null;
}

export class ShareRequests {
  readonly #dependencies: ShareRequestsDependencies;

  constructor(dependencies: ShareRequestsDependencies) {
    this.#dependencies = dependencies;
  }

  /** Whether the broker is known to be too old for renewals. */
  lacksRenewals(node: ShareNode): boolean {
    const version = this.#dependencies.cluster.knownVersionOf(node.nodeId, ACKNOWLEDGE);
    return version !== undefined && version < RENEWALS;
  }

  /** Rejects where the session could not be used; it begins anew then. */
  async fetch(node: ShareNode, wanted: readonly PlaceById[]): Promise<ShareFetched> {
    const { config } = this.#dependencies;
    return this.#once(node, async (acknowledgements, identity) => {
      const { epoch, topics, forgottenTopicsData } = node.session.fetch(wanted, acknowledgements);
      const isLimited = config.shareAcquireMode === 'record_limit';
      const request = newShareFetchRequest({
        ...identity,
        shareSessionEpoch: epoch,
        maxWaitMs: config.fetchMaxWaitMs,
        minBytes: config.fetchMinBytes,
        maxBytes: config.fetchMaxBytes,
        maxRecords: config.maxPollRecords,
        batchSize: config.maxPollRecords,
        shareAcquireMode: isLimited ? RECORD_LIMIT : BATCH_OPTIMIZED,
        topics,
        forgottenTopicsData,
      });
      const timeoutMs = config.requestTimeoutMs + config.fetchMaxWaitMs;
      const minVersion = isLimited ? RENEWALS : 1;
      const answer = await this.#dependencies.cluster.send(node.nodeId, FETCH, request, {
        timeoutMs,
        minVersion,
        lane: LANE,
      });
      throwIfFailed(answer);
      const answered = answer.responses.flatMap(({ topicId, partitions }) =>
        partitions.map(({ partitionIndex, acknowledgeErrorCode, acknowledgeErrorMessage }) => {
          const [errorCode, errorMessage] = [acknowledgeErrorCode, acknowledgeErrorMessage];
          return { topicId, partition: partitionIndex, errorCode, errorMessage };
        }),
      );
      return { answered, value: { ...answer, partitions: fetchedPartitions(node, answer) } };
    });
  }

  /** As `fetch`, for acknowledgements alone. */
  async acknowledge(node: ShareNode): Promise<void> {
    await this.#once(node, async (acknowledgements, identity) => {
      const { epoch, topics } = node.session.acknowledge(acknowledgements);
      return {
        answered: await this.#acknowledge(node, { ...identity, shareSessionEpoch: epoch, topics }),
        value: null,
      };
    });
  }

  /** The last acknowledgements of a session. It is over whatever comes of them. */
  async close(node: ShareNode): Promise<void> {
    const closing = this.#once(node, async (acknowledgements, identity) => {
      const { epoch, topics } = node.session.close(acknowledgements);
      return {
        answered: await this.#acknowledge(node, { ...identity, shareSessionEpoch: epoch, topics }),
        value: null,
      };
    });
    await closing.finally(() => node.session.reset());
  }

  async #acknowledge(
    node: ShareNode,
    fields: Pick<ShareAcknowledgeRequest, 'groupId' | 'memberId' | 'shareSessionEpoch' | 'topics'>,
  ): Promise<AnsweredPartition[]> {
    const isRenewAck = hasRenewals(fields.topics);
    const request = newShareAcknowledgeRequest({ ...fields, isRenewAck });
    const answer = await this.#dependencies.cluster.send(node.nodeId, ACKNOWLEDGE, request, {
      minVersion: isRenewAck ? RENEWALS : 1,
      lane: LANE,
    });
    throwIfFailed(answer);
    return answer.responses.flatMap(({ topicId, partitions }) =>
      partitions.map(({ partitionIndex, errorCode, errorMessage }) => {
        return { topicId, partition: partitionIndex, errorCode, errorMessage };
      }),
    );
  }

  /** Takes what is pending along, and tells what became of it. */
  async #once<T>(
    node: ShareNode,
    send: (
      acknowledgements: readonly PartitionAcknowledgements[],
      identity: { groupId: string; memberId: string },
    ) => Promise<{ answered: readonly AnsweredPartition[]; value: T }>,
  ): Promise<T> {
    const outcome = node.take();
    const acknowledgements = outcome.set.partitions();
    const { groupId, memberId } = this.#dependencies;
    try {
      const { answered, value } = await send(acknowledgements, { groupId, memberId: memberId() });
      node.session.advance();
      outcome.settle(resultsOf(acknowledgements, answered));
      return value;
    } catch (error) {
      node.session.reset();
      outcome.settle(failedResults(acknowledgements, asClientError(error)));
      throw error;
    } finally {
      node.inFlight = null;
    }
  }
}

/** The session that it was acquired in is over: whoever the records went to has them now. */
export function failPending(node: ShareNode): Outcome {
  const outcome = node.take();
  node.inFlight = null;
  const message = 'The share session that the records were acquired in has ended, and with it their locks.';
  outcome.settle(failedResults(outcome.set.partitions(), errorFor(Errors.SHARE_SESSION_NOT_FOUND, message)));
  return outcome;
}

function throwIfFailed({ errorCode, errorMessage }: { errorCode: number; errorMessage: string | null }): void {
  if (errorCode !== 0) throw errorFor(errorCode, errorMessage);
}

function hasRenewals(topics: readonly SessionTopic[]): boolean {
  return topics.some(({ partitions }) =>
    partitions.some(({ acknowledgementBatches }) =>
      acknowledgementBatches.some(({ acknowledgeTypes }) => acknowledgeTypes.includes(RENEW)),
    ),
  );
}

/** Partitions that nobody asked for are left out. */
function fetchedPartitions(node: ShareNode, answer: ShareFetchResponse): FetchedPartition[] {
  return answer.responses.flatMap(({ topicId, partitions }) =>
    partitions.flatMap((data) => {
      const place = node.session.place(topicId, data.partitionIndex);
      return place === undefined ? [] : [{ place, data }];
    }),
  );
}

function resultsOf(
  acknowledgements: readonly PartitionAcknowledgements[],
  answered: readonly AnsweredPartition[],
): AcknowledgementResult[] {
  return acknowledgements.map(({ place: { topic, partition, topicId }, offsets }) => {
    const answer = answered.find((item) => item.topicId === topicId && item.partition === partition);
    if (answer?.errorCode === 0) return { topic, partition, offsets };
    const message = answer?.errorMessage ?? null;
    const code = answer?.errorCode ?? Errors.UNKNOWN_SERVER_ERROR.code;
    return { topic, partition, offsets, error: errorFor(code, message, { topic, partition }) };
  });
}

function failedResults(
  acknowledgements: readonly PartitionAcknowledgements[],
  error: ClientError,
): AcknowledgementResult[] {
  return acknowledgements.map(({ place: { topic, partition }, offsets }) => ({ topic, partition, offsets, error }));
}
