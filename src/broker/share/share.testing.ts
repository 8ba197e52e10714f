/** For tests: a consumer that reads as a member of a share group does, without the group: its state is set up by hand. */
import {
  findCoordinatorRequest,
  findCoordinatorResponse,
  initializeShareGroupStateRequest,
  initializeShareGroupStateResponse,
  newFindCoordinatorRequest,
  newShareAcknowledgeRequest,
  newShareFetchRequest,
  readShareGroupStateSummaryRequest,
  readShareGroupStateSummaryResponse,
  shareAcknowledgeRequest,
  shareAcknowledgeResponse,
  type ShareFetchRequest,
  shareFetchRequest,
  type ShareFetchResponse,
  type ShareFetchResponsePartitionData,
  shareFetchResponse,
} from '#protocol';
import type { TestClient } from '../broker.testing.ts';
import type { AcknowledgementBatch } from './acknowledgement-batches.ts';

export interface SharedPartition {
  readonly groupId: string;
  readonly topicId: string;
  readonly partition: number;
}

/** Sets the partition's state up for the group as its coordinator would; -1 leaves where to begin to the group's configs. */
export async function initializeShare(client: TestClient, shared: SharedPartition, startOffset = -1): Promise<void> {
  const { groupId, topicId, partition } = shared;
  const find = newFindCoordinatorRequest({ keyType: 2, coordinatorKeys: [`${groupId}:${topicId}:${partition}`] });
  const { coordinators } = await client.call([findCoordinatorRequest, findCoordinatorResponse], find);
  if (coordinators[0]!.errorCode !== 0) throw new Error(`no share coordinator: ${coordinators[0]!.errorCode}`);
  const topics = [{ topicId, partitions: [{ partition, stateEpoch: 0, startOffset }] }];
  const request = { groupId, topics };
  const { results } = await client.call([initializeShareGroupStateRequest, initializeShareGroupStateResponse], request);
  const { errorCode } = results[0]!.partitions[0]!;
  if (errorCode !== 0) throw new Error(`the state is not initialized: ${errorCode}`);
}

/** What the coordinator knows of the partition. */
export async function shareSummary(
  client: TestClient,
  { groupId, topicId, partition }: SharedPartition,
): Promise<{ startOffset: number; deliveryCompleteCount: number }> {
  const request = { groupId, topics: [{ topicId, partitions: [{ partition, leaderEpoch: 0 }] }] };
  const codecs = [readShareGroupStateSummaryRequest, readShareGroupStateSummaryResponse] as const;
  const { results } = await client.call(codecs, request);
  return results[0]!.partitions[0]!;
}

export class ShareReader {
  readonly client: TestClient;
  readonly shared: SharedPartition;
  readonly memberId: string;
  epoch = 0;

  constructor(client: TestClient, shared: SharedPartition, memberId: string) {
    this.client = client;
    this.shared = shared;
    this.memberId = memberId;
  }

  /** One ShareFetch; `acknowledge` goes with it. */
  async fetch(
    options: Partial<ShareFetchRequest> & { acknowledge?: AcknowledgementBatch[] } = {},
  ): Promise<ShareFetchResponse> {
    const { acknowledge = [], ...rest } = options;
    const { groupId } = this.shared;
    const request = newShareFetchRequest({
      groupId,
      memberId: this.memberId,
      shareSessionEpoch: this.epoch,
      maxWaitMs: 0,
      minBytes: 1,
      maxBytes: 1024 * 1024,
      maxRecords: 500,
      batchSize: 500,
      topics: this.#topics(acknowledge),
      ...rest,
    });
    const answer = await this.client.call([shareFetchRequest, shareFetchResponse], request);
    if (answer.errorCode === 0) this.epoch++;
    return answer;
  }

  /** The partition's part of a fetch that must not fail. */
  async read(options: Parameters<ShareReader['fetch']>[0] = {}): Promise<ShareFetchResponsePartitionData | undefined> {
    const { errorCode, responses } = await this.fetch(options);
    if (errorCode !== 0) throw new Error(`the fetch failed: ${errorCode}`);
    return responses[0]?.partitions[0];
  }

  /** The partition's error code, or the whole request's. */
  async acknowledge(
    firstOffset: number,
    lastOffset: number,
    acknowledgeType: number,
    options: { epoch?: number; isRenewAck?: boolean } = {},
  ): Promise<number> {
    const request = newShareAcknowledgeRequest({
      groupId: this.shared.groupId,
      memberId: this.memberId,
      shareSessionEpoch: options.epoch ?? this.epoch,
      isRenewAck: options.isRenewAck ?? false,
      topics: this.#topics([{ firstOffset, lastOffset, acknowledgeTypes: [acknowledgeType] }]),
    });
    const answer = await this.client.call([shareAcknowledgeRequest, shareAcknowledgeResponse], request);
    if (answer.errorCode !== 0) return answer.errorCode;
    this.epoch++;
    return answer.responses[0]!.partitions[0]!.errorCode;
  }

  #topics(batches: readonly AcknowledgementBatch[]): ShareFetchRequest['topics'] {
    const { topicId, partition: partitionIndex } = this.shared;
    const acknowledgementBatches = batches.map((one) => ({ ...one, acknowledgeTypes: [...one.acknowledgeTypes] }));
    return [{ topicId, partitions: [{ partitionIndex, acknowledgementBatches }] }];
  }
}
