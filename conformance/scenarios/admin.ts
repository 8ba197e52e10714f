/** Topics and groups administered: what one answer says was done, the next question shows. */
import type { CommandName } from '../runner/commands.ts';
import { equal, sum } from '../runner/compare.ts';
import type { Check, Context, Participant, Scenario } from '../runner/context.ts';
import { flights } from '../runner/flights.ts';
import { readRecords, writeRecords } from '../runner/record-file.ts';
import type { Session } from '../runner/session.ts';

interface Step {
  readonly name: string;
  readonly needs: readonly CommandName[];
  run(context: Context, participant: Participant, session: Session): Promise<void>;
}

/** A topic of the step's own. */
const topicFor = (step: string, { client }: Participant): string => `admin-${step}-${client.name}`;

async function refused(work: Promise<unknown>, what: string): Promise<void> {
  let answer: unknown;
  try {
    answer = await work;
  } catch {
    return;
  }
  throw new Error(`${what} was not refused: ${JSON.stringify(answer)}`);
}

async function fill(context: Context, participant: Participant, topic: string): Promise<void> {
  const file = context.file('admin.in');
  const records = flights().slice(0, 400);
  writeRecords(
    file,
    records.map((record, i) => ({ ...record, partition: i % 2, timestamp: Date.now() })),
  );
  await (await context.sessionFor(participant, 'createTopic')).call('produce', { topic, codec: 'none', file });
}

async function topics(context: Context, participant: Participant, session: Session): Promise<void> {
  const topic = topicFor('topics', participant);
  const isListed = async (): Promise<boolean> => (await session.call('listTopics', {})).topics.includes(topic);
  await context.createTopic(participant, topic, 3);
  await context.settles(isListed, 'the new topic is listed');
  await refused(session.call('createTopic', { topic, partitions: 3, configs: {} }), 'a topic that exists already');
  await refused(
    session.call('createTopic', { topic: `${topic}/..`, partitions: 1, configs: {} }),
    'a topic name with a slash',
  );

  await session.call('createPartitions', { topic, count: 5 });
  await context.settles(
    async () => (await session.call('describeTopic', { topic })).partitions === 5,
    'there are 5 partitions',
  );
  await refused(session.call('createPartitions', { topic, count: 4 }), 'fewer partitions');

  await session.call('deleteTopic', { topic });
  await context.settles(async () => !(await isListed()), 'the deleted topic is gone');
  await refused(session.call('deleteTopic', { topic }), 'deleting a topic that is not there');
}

async function again(context: Context, participant: Participant, session: Session): Promise<void> {
  const topic = topicFor('again', participant);
  await context.createTopic(participant, topic, 2);
  await fill(context, participant, topic);
  await session.call('deleteTopic', { topic });
  await context.settles(
    async () => !(await session.call('listTopics', {})).topics.includes(topic),
    'the deleted topic is gone',
  );
  await context.createTopic(participant, topic, 2);
  const isEmpty = async (): Promise<boolean> =>
    sum((await session.call('listOffsets', { topic, at: 'latest' })).offsets) === 0;
  await context.settles(isEmpty, 'a topic of the name of a deleted one is empty');
}

async function configs(context: Context, participant: Participant, session: Session): Promise<void> {
  const topic = topicFor('configs', participant);
  const shows = async (wanted: Readonly<Record<string, string>>): Promise<boolean> => {
    const { configs: shown } = await session.call('describeConfigs', { topic });
    for (const [name, value] of Object.entries(wanted)) equal(shown[name], value, name);
    return true;
  };
  const first = { 'retention.ms': '3600000', 'cleanup.policy': 'compact' };
  await session.call('createTopic', { topic, partitions: 1, configs: first });
  await context.settles(
    () => shows({ ...first, 'min.insync.replicas': '1' }),
    'the configs given at creation, and a default',
  );
  const second = { 'retention.ms': '7200000', 'max.message.bytes': '500000', 'cleanup.policy': 'compact,delete' };
  await session.call('alterConfigs', { topic, configs: second });
  await context.settles(() => shows(second), 'the altered configs');
  await refused(
    session.call('alterConfigs', { topic, configs: { 'retention.ms': 'soon' } }),
    'a config that is no number',
  );
  await refused(
    session.call('alterConfigs', { topic, configs: { 'no.such.config': '1' } }),
    'a config that does not exist',
  );
  await shows(second);
}

async function deleteRecords(context: Context, participant: Participant, session: Session): Promise<void> {
  const topic = topicFor('delete-records', participant);
  await context.createTopic(participant, topic, 2);
  await fill(context, participant, topic);
  await session.call('deleteRecords', { topic, offsets: { 0: 50, 1: 200 } });
  const { offsets } = await session.call('listOffsets', { topic, at: 'earliest' });
  equal(offsets, { 0: 50, 1: 200 }, 'the first offsets');
  await refused(session.call('deleteRecords', { topic, offsets: { 0: 201 } }), 'deleting past the end');
  const file = context.file('kept');
  await session.call('consume', { topics: [topic], file });
  const kept = readRecords(file);
  equal(
    [kept.length, kept[0]?.partition, kept[0]?.offset],
    [150, 0, 50],
    'the records that are left: how many, from where',
  );
}

async function groups(context: Context, participant: Participant, session: Session): Promise<void> {
  const topic = topicFor('groups', participant);
  const group = `${topic}-readers`;
  await context.createTopic(participant, topic, 2);
  await fill(context, participant, topic);
  await session.call('consumeGroup', { group, topic, file: context.file('group'), max: 100 });
  equal(
    await session.call('describeGroup', { group }),
    { state: 'Empty', members: 0 },
    'the group that everybody left',
  );
  equal(sum((await session.call('committed', { group, topic })).offsets), 100, 'committed');
  await session.call('deleteGroup', { group });
  const { offsets } = await session.call('committed', { group, topic });
  equal(offsets, {}, 'the offsets of the deleted group');
}

async function metadata(context: Context, participant: Participant, session: Session): Promise<void> {
  const topic = topicFor('metadata', participant);
  await context.createTopic(participant, topic, 4);
  await fill(context, participant, topic);
  const { topics: listed } = await session.call('listTopics', {});
  if (!listed.includes(topic)) throw new Error(`${topic} is not listed`);
  equal(await session.call('describeTopic', { topic }), { partitions: 4 }, 'described');
  equal((await session.call('listOffsets', { topic, at: 'earliest' })).offsets, { 0: 0, 1: 0, 2: 0, 3: 0 }, 'earliest');
  equal((await session.call('listOffsets', { topic, at: 'latest' })).offsets, { 0: 200, 1: 200, 2: 0, 3: 0 }, 'latest');
}

const steps: readonly Step[] = [
  { name: 'metadata', needs: ['listTopics', 'describeTopic', 'listOffsets'], run: metadata },
  { name: 'topics', needs: ['createTopic', 'createPartitions', 'deleteTopic'], run: topics },
  { name: 'topic-again', needs: ['createTopic', 'deleteTopic', 'listOffsets'], run: again },
  { name: 'configs', needs: ['createTopic', 'describeConfigs', 'alterConfigs'], run: configs },
  { name: 'delete-records', needs: ['createTopic', 'deleteRecords', 'listOffsets'], run: deleteRecords },
  { name: 'groups', needs: ['consumeGroup', 'describeGroup', 'committed', 'deleteGroup'], run: groups },
];

export const admin: Scenario = {
  name: 'admin',
  phases: (context) => [
    steps.flatMap((step) =>
      context.able(...step.needs).map((participant): Check => ({
        name: `admin/${participant.client.name}/${step.name}`,
        lane: participant.client.name,
        run: async () => step.run(context, participant, await context.session(participant)),
      })),
    ),
  ],
};
