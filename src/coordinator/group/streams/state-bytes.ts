/** What a streams group takes in memory, roughly: clients decide how much they tell. */
import { MEMBER_BYTES } from '../state-memory.ts';
import type { StreamsGroupMember } from './streams-group-member.ts';
import type { Tasks, TasksWithEpochs } from './tasks.ts';
import type { TopicInfo, Topology } from './topology.ts';

const BYTES_PER_UNIT = 2;
const ENTRY_BYTES = 64;
const TASK_BYTES = 96;

function textBytes(...texts: readonly (string | null)[]): number {
  return texts.reduce((sum, text) => sum + ENTRY_BYTES + BYTES_PER_UNIT * (text?.length ?? 0), 0);
}

function sumOf<T>(items: Iterable<T>, bytesOf: (item: T) => number): number {
  let sum = 0;
  for (const item of items) sum += bytesOf(item);
  return sum;
}

export function topologyBytes({ subtopologies }: Topology): number {
  // Topics stand in the topology, in what is looked up by topic, and in the configured topology.
  return (
    3 *
    sumOf(subtopologies, (subtopology) => {
      const { subtopologyId, sourceTopics, repartitionSinkTopics, copartitionGroups } = subtopology;
      return (
        textBytes(subtopologyId) +
        sumOf([...sourceTopics, ...repartitionSinkTopics], (topic) => textBytes(topic)) +
        sumOf([...subtopology.stateChangelogTopics, ...subtopology.repartitionSourceTopics], topicBytes) +
        sumOf(
          copartitionGroups,
          (group) => ENTRY_BYTES + 8 * (group.sourceTopics.length + group.repartitionSourceTopics.length),
        )
      );
    })
  );
}

function topicBytes({ name, topicConfigs }: TopicInfo): number {
  return textBytes(name) + sumOf(topicConfigs, ({ key, value }) => textBytes(key, value));
}

export function memberBytes({ memberId, metadata, assigned, pendingRevocation }: StreamsGroupMember): number {
  const { rackId, clientId, clientHost, processId, userEndpoint, clientTags } = metadata;
  const tasks = [assigned, pendingRevocation].flatMap(({ active, standby, warmup }) => [active, standby, warmup]);
  return (
    MEMBER_BYTES +
    textBytes(memberId, rackId, clientId, clientHost, processId, userEndpoint?.host ?? null) +
    sumOf(clientTags, ({ key, value }) => textBytes(key, value)) +
    sumOf(tasks, taskBytes)
  );
}

/** The target assignment, and who owns what, hold each task too. */
function taskBytes(tasks: Tasks | TasksWithEpochs): number {
  return sumOf(tasks.values(), ({ size }: { readonly size: number }) => ENTRY_BYTES + TASK_BYTES * size);
}
