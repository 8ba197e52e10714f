/** Who reads the topic of a subject: groups that have committed offsets for it. */
import type { Admin } from '#client';
import { isKafkaError } from '#kernel';
import { committedOffsets } from '../group/group-progress.ts';
import { wordText } from '../group/list-groups.ts';

export interface TopicGroup {
  readonly group: string;
  readonly state: string;
}

/** Groups whose offsets are asked for at a time. */
const AT_ONCE = 16;

/** By their names; a group that is gone meanwhile, or that one may not see, is left out. */
export async function topicReaders(admin: Admin, topic: string): Promise<readonly TopicGroup[]> {
  const groups = await admin.listConsumerGroups();
  const found: TopicGroup[] = [];
  for (let start = 0; start < groups.length; start += AT_ONCE) {
    const some = groups.slice(start, start + AT_ONCE);
    const committed = await Promise.all(some.map(({ groupId }) => hasCommitted(admin, groupId, topic)));
    for (const [index, { groupId, groupState }] of some.entries()) {
      if (committed[index] === true) found.push({ group: groupId, state: wordText(groupState) });
    }
  }
  return found.sort((left, right) => (left.group < right.group ? -1 : 1));
}

async function hasCommitted(admin: Admin, groupId: string, topic: string): Promise<boolean> {
  try {
    return (await committedOffsets(admin, groupId)).some((offset) => offset.topic === topic);
  } catch (error) {
    if (isKafkaError(error)) return false;
    throw error;
  }
}
