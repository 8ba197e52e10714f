/** DeleteRecords (key 21), versions 0 to 2: moves the log start offset (KIP-107); −1 stands for the high watermark. */
import { isInternalTopic } from '#metadata';
import {
  deleteRecordsRequest,
  deleteRecordsResponse,
  Errors,
  newDeleteRecordsResponse,
  type DeleteRecordsRequest,
  type DeleteRecordsRequestPartition,
  type DeleteRecordsResponse,
  type DeleteRecordsResponsePartitionResult,
} from '#protocol';
import { AclOperation, isTopicAuthorized } from '../authorization.ts';
import type { Handler, RequestContext } from '../handler.ts';

const HIGH_WATERMARK = -1;
const INVALID_LOW_WATERMARK = -1;

export const handler: Handler<DeleteRecordsRequest, DeleteRecordsResponse> = {
  request: deleteRecordsRequest,
  response: deleteRecordsResponse,
  minVersion: 0,
  maxVersion: 2,
  async handle(request, context) {
    const topics = await Promise.all(
      request.topics.map(async (topic) => ({
        name: topic.name,
        partitions: await Promise.all(topic.partitions.map((wanted) => deleteBefore(topic.name, wanted, context))),
      })),
    );
    return newDeleteRecordsResponse({ topics });
  },
};

async function deleteBefore(
  topic: string,
  { partitionIndex, offset }: DeleteRecordsRequestPartition,
  context: RequestContext,
): Promise<DeleteRecordsResponsePartitionResult> {
  const refused = (errorCode: number): DeleteRecordsResponsePartitionResult => ({
    partitionIndex,
    lowWatermark: INVALID_LOW_WATERMARK,
    errorCode,
  });
  if (!isTopicAuthorized(context, AclOperation.DELETE, topic)) {
    return refused(Errors.TOPIC_AUTHORIZATION_FAILED.code);
  }
  if (isInternalTopic(topic)) return refused(Errors.INVALID_TOPIC_EXCEPTION.code);
  const partition = context.broker.partitions.find(topic, partitionIndex);
  if (typeof partition === 'number') return refused(partition);
  const { log } = partition;
  // Compaction would be all that ever deletes here, so that a client must not.
  if (!log.config.delete && log.config.compact) return refused(Errors.POLICY_VIOLATION.code);
  const wanted = offset === HIGH_WATERMARK ? log.highWatermark : offset;
  if (wanted < 0 || wanted > log.highWatermark) return refused(Errors.OFFSET_OUT_OF_RANGE.code);
  const lowWatermark = await log.deleteRecordsBefore(wanted);
  return { partitionIndex, lowWatermark, errorCode: Errors.NONE.code };
}
