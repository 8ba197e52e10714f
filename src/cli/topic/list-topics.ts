/** `samsa topic list`. */
import { withAdmin } from '../connection/admin-session.ts';
import type { Surroundings } from '../surroundings.ts';
import { tell } from '../terminal/messages.ts';
import type { ListTopicsOptions } from './topic-command.ts';

export async function listTopics(
  surroundings: Surroundings,
  words: readonly string[],
  options: ListTopicsOptions,
): Promise<void> {
  await withAdmin(surroundings, options, async ({ admin, output }) => {
    const listed = await admin.listTopics({ listInternal: options.internal === true });
    const names = listed
      .map(({ name }) => name)
      .filter((name) => words.length === 0 || words.some((word) => name.includes(word)))
      .sort();
    const topics = names.length === 0 ? [] : await admin.describeTopics(names);
    const rows = topics.map(({ name, topicId, isInternal, partitions }) => ({
      topic: name,
      partitions: partitions.length,
      replicas: Math.max(0, ...partitions.map(({ replicas }) => replicas.length)),
      underReplicated: partitions.filter(({ isr, replicas }) => isr.length < replicas.length).length,
      topicId,
      isInternal,
    }));
    await output.rows(
      rows,
      [
        { key: 'topic' },
        { key: 'partitions' },
        { key: 'replicas' },
        { key: 'underReplicated', title: 'UNDER-REPLICATED' },
      ],
      options,
    );
    if (rows.length === 0)
      tell(surroundings, words.length === 0 ? 'There are no topics.' : 'No topic has such a name.');
  });
}
