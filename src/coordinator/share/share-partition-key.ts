/**
 * What a state in `__share_group_state` belongs to: one partition's share of one group. FindCoordinator (key type 2)
 * and the choice of the partition go by its text, `groupId:topicId:partition`, as Kafka writes it.
 */
import { uuidToBytes } from '#protocol';

export interface SharePartitionKey {
  readonly groupId: string;
  readonly topicId: string;
  readonly partition: number;
}

export function sharePartitionKeyText({ groupId, topicId, partition }: SharePartitionKey): string {
  return `${groupId}:${topicId}:${partition}`;
}

/** Null where the text is no such key. The group's id may hold colons itself. */
export function parseSharePartitionKey(text: string): SharePartitionKey | null {
  const match = /^(.+):([A-Za-z0-9_-]{22}):(\d{1,10})$/s.exec(text);
  if (match === null) return null;
  const [, groupId = '', topicId = '', digits = ''] = match;
  const partition = Number(digits);
  if (groupId.trim() === '' || uuidToBytes(topicId) === null || partition > 0x7fffffff) return null;
  return { groupId, topicId, partition };
}
