/**
 * Kafka's own programs: its compatibility test, the verifiable clients of its system tests, its command line tools; and
 * DumpLogSegments over everything that the run has left on the disk, once the broker has stopped. Takes part with `java`.
 */
import { readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { apacheKafkaClasspath } from '../../tools/peers/apache-kafka.ts';
import { Admin, Producer } from '../../src/client/index.ts';
import { RunningBroker } from '../client/running-broker.ts';
import { shortLivedJvm } from '../clients/registry.ts';
import { equal } from '../runner/compare.ts';
import type { Check, Context, Scenario } from '../runner/context.ts';
import { runOrThrow } from '../runner/tools.ts';

const tools = 'org.apache.kafka.tools';

interface ToolOptions {
  readonly input?: string;
  readonly deadlineMs?: number;
}

/** Runs a class of Kafka's jars; it has to end with exit code 0. */
async function tool(className: string, toolArguments: readonly string[], options: ToolOptions = {}): Promise<string> {
  return runOrThrow(
    ['java', ...shortLivedJvm, '-cp', await apacheKafkaClasspath(), className, ...toolArguments],
    options,
  );
}

/** A tool that is a client of the broker. */
function clientTool(
  context: Context,
  className: string,
  toolArguments: readonly string[],
  options: ToolOptions = {},
): Promise<string> {
  return tool(className, ['--bootstrap-server', context.peer.bootstrap, ...toolArguments], options);
}

function says(output: string, wanted: RegExp, what: string): RegExpMatchArray {
  const match = wanted.exec(output);
  if (match === null) throw new Error(`${what}: ${wanted} is not in what was printed: ${output.slice(0, 1000)}`);
  return match;
}

async function createTopic(context: Context, topic: string, partitions: number): Promise<void> {
  const create = ['--create', '--topic', topic, '--partitions', String(partitions)];
  says(
    await clientTool(context, `${tools}.TopicCommand`, create),
    new RegExp(`Created topic ${topic}`),
    'TopicCommand --create',
  );
}

async function topicCommand(context: Context): Promise<void> {
  const command = (...words: string[]): Promise<string> => clientTool(context, `${tools}.TopicCommand`, words);
  await command('--create', '--topic', 'tools-topic', '--partitions', '3', '--config', 'retention.ms=3600000');
  await command('--alter', '--topic', 'tools-topic', '--partitions', '6');
  const described = await command('--describe', '--topic', 'tools-topic');
  says(described, /PartitionCount: 6\s+ReplicationFactor: 1\s+Configs: .*retention\.ms=3600000/, '--describe');
  says(described, /Partition: 5\s+Leader: \d+\s+Replicas: \d+\s+Isr: \d+/, '--describe');
  says(await command('--list'), /^tools-topic$/m, '--list');
  await command('--delete', '--topic', 'tools-topic');
  if (/^tools-topic$/m.test(await command('--list'))) throw new Error('--list still has the deleted topic');
}

async function configCommand(context: Context): Promise<void> {
  await createTopic(context, 'tools-configs', 1);
  const command = (...words: string[]): Promise<string> => clientTool(context, 'kafka.admin.ConfigCommand', words);
  const entity = ['--entity-type', 'topics', '--entity-name', 'tools-configs'];
  await command('--alter', ...entity, '--add-config', 'retention.ms=60000,cleanup.policy=[compact,delete]');
  const set = await command('--describe', ...entity);
  says(set, /retention\.ms=60000 sensitive=false synonyms=\{DYNAMIC_TOPIC_CONFIG:retention\.ms=60000/, '--describe');
  says(set, /cleanup\.policy=compact,delete/, '--describe');
  await command('--alter', ...entity, '--delete-config', 'retention.ms');
  const unset = await command('--describe', ...entity, '--all');
  says(unset, /^ {2}retention\.ms=604800000 sensitive=false/m, '--describe --all');
  const [, node = ''] = says(await apiVersions(context), /\(id: (\d+) /, 'BrokerApiVersionsCommand');
  const broker = await command('--describe', '--entity-type', 'brokers', '--entity-name', node, '--all');
  says(broker, /log\.dirs=/, '--describe of a broker');
}

function apiVersions(context: Context): Promise<string> {
  return clientTool(context, `${tools}.BrokerApiVersionsCommand`, []);
}

async function clusterTools(context: Context): Promise<void> {
  const versions = await apiVersions(context);
  says(versions, /Produce\(0\): 0 to 13 \[usable: 13\]/, 'BrokerApiVersionsCommand');
  says(versions, /Fetch\(1\): 4 to 18 \[usable: 18\]/, 'BrokerApiVersionsCommand');
  const cluster = await tool(`${tools}.ClusterTool`, ['cluster-id', '--bootstrap-server', context.peer.bootstrap]);
  says(cluster, /Cluster ID: \S{22}/, 'ClusterTool');
}

async function clientCompatibilityTest(context: Context): Promise<void> {
  await createTopic(context, 'tools-compatibility', 1);
  const supported = {
    'offsets-for-times-supported': true,
    'cluster-id-supported': true,
    'expect-record-too-large-exception': false,
    'create-topics-supported': true,
    'describe-configs-supported': true,
    'idempotent-producer-supported': true,
    // Without an authorizer the answer is SECURITY_DISABLED, which says that there is such an API.
    'describe-acls-supported': true,
  };
  const claims = Object.entries(supported).flatMap(([name, is]) => [`--${name}`, String(is)]);
  const output = await clientTool(context, `${tools}.ClientCompatibilityTest`, [
    '--topic',
    'tools-compatibility',
    '--num-cluster-nodes',
    '1',
    ...claims,
  ]);
  says(output, /^SUCCESS\.$/m, 'ClientCompatibilityTest');
}

async function verifiableClients(context: Context): Promise<void> {
  await createTopic(context, 'tools-verifiable', 4);
  const common = ['--topic', 'tools-verifiable', '--max-messages', '5000'];
  const produced = await clientTool(context, `${tools}.VerifiableProducer`, [
    ...common,
    '--repeating-keys',
    '50',
    '--acks',
    '-1',
  ]);
  says(produced, /"name":"tool_data","sent":5000,"acked":5000/, 'VerifiableProducer');
  const consumed = await clientTool(context, `${tools}.VerifiableConsumer`, [
    ...common,
    '--group-id',
    'tools-verifiable',
    '--verbose',
  ]);
  const read = new Map<string, number>();
  for (const line of consumed.split('\n').filter((text) => text.includes('"record_data"'))) {
    const { partition, offset, value } = JSON.parse(line) as { partition: number; offset: number; value: string };
    read.set(`${partition}:${offset}`, Number(value));
  }
  equal(
    [...read.values()].toSorted((a, b) => a - b),
    Array.from({ length: 5000 }, (_, i) => i),
    'the values that VerifiableConsumer read',
  );
  says(consumed, /"name":"offsets_committed".*"success":true/, 'VerifiableConsumer');
  says(consumed, /"name":"shutdown_complete"/, 'VerifiableConsumer');
}

async function console(context: Context): Promise<void> {
  await createTopic(context, 'tools-console', 2);
  const lines = Array.from({ length: 500 }, (_, i) => `key ${i % 7}\tvalue ${i}`);
  const keyed = ['--topic', 'tools-console', '--reader-property', 'parse.key=true', '--compression-codec', 'lz4'];
  await clientTool(context, `${tools}.ConsoleProducer`, keyed, { input: `${lines.join('\n')}\n` });
  const all = [
    '--topic',
    'tools-console',
    '--from-beginning',
    '--max-messages',
    '500',
    '--formatter-property',
    'print.key=true',
  ];
  const output = await clientTool(context, `${tools}.consumer.ConsoleConsumer`, all);
  const read = output.split('\n').filter((line) => line.startsWith('key '));
  equal(read.toSorted(), lines.toSorted(), 'what ConsoleConsumer printed');
}

async function groupCommands(context: Context): Promise<void> {
  await createTopic(context, 'tools-group', 1);
  await clientTool(context, `${tools}.VerifiableProducer`, ['--topic', 'tools-group', '--max-messages', '100']);
  const reader = ['--topic', 'tools-group', '--max-messages', '100', '--group-id', 'tools-readers'];
  await clientTool(context, `${tools}.VerifiableConsumer`, reader);
  const command = (...words: string[]): Promise<string> =>
    clientTool(context, `${tools}.consumer.group.ConsumerGroupCommand`, words);
  const group = ['--group', 'tools-readers'];
  says(await command('--list'), /^tools-readers$/m, '--list');
  says(await command('--describe', ...group), /tools-readers\s+tools-group\s+0\s+100\s+100\s+0\s/, '--describe');
  says(await command('--describe', ...group, '--state'), /\sEmpty\s+0/, '--describe --state');
  const reset = ['--reset-offsets', ...group, '--topic', 'tools-group', '--to-offset', '40', '--execute'];
  says(await command(...reset), /tools-readers\s+tools-group\s+0\s+40/, '--reset-offsets');
  says(await command('--describe', ...group), /\s0\s+40\s+100\s+60\s/, '--describe after the reset');
  says(
    await clientTool(context, `${tools}.GroupsCommand`, ['--list']),
    /tools-readers\s+Classic\s+consumer/,
    'GroupsCommand',
  );
  says(
    await command('--delete', ...group),
    /Deletion of requested consumer groups \('tools-readers'\) was successful/,
    '--delete',
  );
}

async function offsetTools(context: Context): Promise<void> {
  await createTopic(context, 'tools-offsets', 1);
  await clientTool(context, `${tools}.VerifiableProducer`, ['--topic', 'tools-offsets', '--max-messages', '100']);
  const offset = async (time: string): Promise<string> =>
    (await clientTool(context, `${tools}.GetOffsetShell`, ['--topic', 'tools-offsets', '--time', time])).trim();
  equal(await offset('latest'), 'tools-offsets:0:100', 'GetOffsetShell --time latest');
  const file = context.file('delete-records.json');
  writeFileSync(
    file,
    JSON.stringify({ version: 1, partitions: [{ topic: 'tools-offsets', partition: 0, offset: 30 }] }),
  );
  const deleted = await clientTool(context, `${tools}.DeleteRecordsCommand`, ['--offset-json-file', file]);
  says(deleted, /partition: tools-offsets-0\s+low_watermark: 30/, 'DeleteRecordsCommand');
  equal(await offset('earliest'), 'tools-offsets:0:30', 'GetOffsetShell --time earliest');
  says(await offset('max-timestamp'), /^tools-offsets:0:\d+$/, 'GetOffsetShell --time max-timestamp');
  const directories = await clientTool(context, `${tools}.LogDirsCommand`, [
    '--describe',
    '--topic-list',
    'tools-offsets',
  ]);
  says(directories, /"partition":"tools-offsets-0","size":[1-9]\d*,"offsetLag":0,"isFuture":false/, 'LogDirsCommand');
}

/** A transaction that stays open is found by the tool, and aborted at its partition so that readers go on. */
async function transactionsCommand(context: Context): Promise<void> {
  const topic = 'tools-transactions';
  await createTopic(context, topic, 1);
  const command = (...words: string[]): Promise<string> => clientTool(context, `${tools}.TransactionsCommand`, words);
  const client = { bootstrapServers: context.peer.bootstrap };
  const admin = new Admin(client);
  const producer = new Producer({ ...client, transactionalId: 'tools-open', transactionTimeoutMs: 600_000 });
  const committedEnd = async (): Promise<number | undefined> => {
    const end = { topic, partition: 0, spec: 'latest' } as const;
    return (await admin.listOffsets([end], { isolationLevel: 'read_committed' }))[0]?.offset;
  };
  try {
    const transaction = await producer.beginTransaction();
    await transaction.send({ topic, value: 'open' });
    says(await command('list'), /^tools-open\s+\d+\s+\d+\s+Ongoing\s*$/m, 'list');
    const described = await command('describe', '--transactional-id', 'tools-open');
    says(described, /tools-open\s.*\sOngoing\s.*tools-transactions-0\s*$/m, 'describe');
    const at = ['--topic', topic, '--partition', '0'];
    says(await command('describe-producers', ...at), /^\d+\s+0\s+.*\s0\s*$/m, 'describe-producers');
    await command('find-hanging', '--topic', topic, '--max-transaction-timeout', '15');
    equal(await committedEnd(), 0, 'the last stable offset while the transaction is open');
    await command('abort', ...at, '--start-offset', '0');
    equal(await committedEnd(), 2, 'the last stable offset once it is aborted');
    says(await command('describe-producers', ...at), /^\d+\s+0\s+.*\sNone\s*$/m, 'describe-producers after abort');
  } finally {
    await Promise.all([producer.close(), admin.close()]);
  }
}

/**
 * Kafka's own check of compaction: what was written, with duplicates and deletes, against what is left to read. It makes its
 * topics with the broker's size of segments, and the last segment is never compacted: hence a broker of its own, where the
 * messages, uncompressed, fill several.
 */
async function compactionTester(context: Context): Promise<void> {
  const broker = await RunningBroker.start(context.broker, { configs: { 'log.segment.bytes': '1048576' } });
  try {
    const words = ['--messages', '200000', '--percent-deletes', '20', '--duplicates', '10', '--sleep', '5'];
    const output = await tool(
      `${tools}.LogCompactionTester`,
      ['--bootstrap-server', broker.bootstrap, ...words, '--compression-type', 'none'],
      { deadlineMs: 120_000 },
    );
    const [, reduction = ''] = says(output, /200000 rows of data produced, .*\((-?[\d.]+)% reduction\)/, 'the rows');
    if (Number(reduction) < 20) throw new Error(`compaction took away ${reduction}% of the records only`);
    says(output, /Validated [1-9]\d* values, 0 mismatches/, 'LogCompactionTester');
  } finally {
    await broker.discard();
  }
}

/** An argument of a program has a longest length. */
const FILES_PER_DUMP = 500;

/** Every file of every partition that DumpLogSegments knows; Kafka's own metadata log is no topic. */
function segmentFiles(dataDirectory: string): string[] {
  const partitions = readdirSync(dataDirectory).filter((name) => /^(?!__cluster_metadata).+-\d+$/.test(name));
  return partitions
    .flatMap((name) => readdirSync(join(dataDirectory, name)).map((file) => join(dataDirectory, name, file)))
    .filter((file) => /\.(log|index|timeindex|txnindex|snapshot)$/.test(file) && statSync(file).size > 0);
}

/** Stops the broker first: the tool reads files, not a broker, and an index in use still has its spare room. */
async function dumpLogSegments(context: Context): Promise<void> {
  await context.peer.stop();
  const files = segmentFiles(context.peer.dataDirectory);
  const logs = files.filter((file) => file.endsWith('.log'));
  if (logs.length === 0) throw new Error(`no segments in ${context.peer.dataDirectory}`);
  let output = '';
  for (let start = 0; start < files.length; start += FILES_PER_DUMP) {
    const some = files.slice(start, start + FILES_PER_DUMP).join(',');
    const dump = ['--deep-iteration', '--skip-record-metadata', '--files', some];
    output += await tool(`${tools}.DumpLogSegments`, dump, { deadlineMs: 180_000 });
  }
  const batches = output.match(/isvalid: true/g)?.length ?? 0;
  const complaint =
    /isvalid: false|Mismatches in|mismatch|not found in|out of order|non-consecutive|Found invalid|Ignoring unknown|exception/i.exec(
      output,
    );
  if (complaint !== null) {
    const before = output.lastIndexOf('\n', complaint.index);
    throw new Error(`DumpLogSegments complains: ${output.slice(before + 1, before + 600)}`);
  }
  equal(output.match(/^Dumping /gm)?.length, files.length, 'files dumped');
  if (batches === 0) throw new Error('DumpLogSegments found no batch');
}

const groupsLog = '__consumer_offsets';

/** The offsets that groups have committed, as Kafka's own decoder reads them from the broker's files. */
async function dumpOffsets(context: Context): Promise<void> {
  await context.peer.stop();
  const logs = segmentFiles(context.peer.dataDirectory).filter(
    (file) => file.includes(`/${groupsLog}-`) && file.endsWith('.log'),
  );
  const output = await tool(`${tools}.DumpLogSegments`, ['--offsets-decoder', '--files', logs.join(',')]);
  says(
    output,
    /key: \{"type":"?1"?,"data":\{"group":"tools-verifiable","topic":"tools-verifiable","partition":0\}\}/,
    'an offset commit',
  );
  says(output, /key: \{"type":"?2"?,"data":\{"group":"tools-verifiable"\}\}/, 'a group');
}

export const kafkaTools: Scenario = {
  name: 'kafka-tools',
  phases: (context) => {
    if (!context.participants.some(({ client }) => client.name === 'java')) return [];
    const check = (name: string, run: (context: Context) => Promise<void>): Check => ({
      name: `kafka-tools/${name}`,
      lane: name,
      run: () => run(context),
    });
    return [
      [
        check('client-compatibility-test', clientCompatibilityTest),
        check('verifiable-clients', verifiableClients),
        check('console', console),
        check('topic-command', topicCommand),
        check('config-command', configCommand),
        check('group-commands', groupCommands),
        check('offset-tools', offsetTools),
        check('transactions-command', transactionsCommand),
        check('log-compaction-tester', compactionTester),
        check('cluster-tools', clusterTools),
      ],
      [check('dump-log-segments', dumpLogSegments)],
      [check('dump-log-segments-offsets', dumpOffsets)],
    ];
  },
};
