/** Deleting records from the start of partitions (KIP-204). */
import { deleteRecordsRequest, deleteRecordsResponse } from '#protocol';
import type { TopicPartition } from '../assignors/group-members.ts';
import { AdminCall, type AdminContext } from './admin-call.ts';
import { askAbout } from './ask.ts';
import type { CallOptions } from './call-options.ts';
import { toLeader } from './routes.ts';
import { byTopic, partitionKey, partitionSubject } from './subjects.ts';

/** A partition, and up to where its records are deleted. */
export interface RecordsToDelete extends TopicPartition {
  /** The first offset to keep; -1 keeps nothing below the high watermark. */
  readonly beforeOffset: number;
}

/** A partition, and where it begins now. */
export interface DeletedRecords extends TopicPartition {
  /** The first offset that is left on all replicas. */
  readonly lowWatermark: number;
}

export function deleteRecords(
  context: AdminContext,
  partitions: readonly RecordsToDelete[],
  options: CallOptions = {},
): Promise<DeletedRecords[]> {
  const call = new AdminCall(context, 'deleteRecords', options);
  return askAbout<RecordsToDelete, DeletedRecords>(call, partitions, {
    subject: partitionSubject,
    route: toLeader(),
    async ask(nodeId, items, answers) {
      const topics = byTopic(items, ({ partition, beforeOffset }) => {
        return { partitionIndex: partition, offset: beforeOffset };
      });
      const body = { topics, timeoutMs: call.requestTimeoutMs() };
      const answer = await call.send(nodeId, [deleteRecordsRequest, deleteRecordsResponse], body);
      for (const { name, partitions: results } of answer.topics) {
        for (const result of results) {
          const { partitionIndex: partition, lowWatermark } = result;
          answers.add(partitionKey(name, partition), result, () => ({ topic: name, partition, lowWatermark }));
        }
      }
    },
  });
}
