/** Applications of `samsa/streams`: state that outlives restarts and kills, standbys that take over, and errors that say what to do. */
import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import { readAirports } from '../../../examples/flights/data.ts';
import { SumsWithoutStreams } from '../../../examples/flights/flights.testing.ts';
import { table } from '../../../examples/flights/table.ts';
import { string } from '../../../src/serde/index.ts';
import {
  dlq,
  rangeQuery,
  type RestoreProgress,
  type StreamsApplication,
  Topology,
  tumbling,
} from '../../../src/streams/index.ts';
import { runBinary } from '../../runner/tools.ts';
import type { StreamsApplication as StreamsProcess } from '../../scenarios/streams-application.ts';
import { CountedWords, quickGroup, startHere } from '../counted-words.ts';
import { committedReader, take, texts } from '../records.ts';
import type { ClientCheck, ClientScenario, World } from '../scenario.ts';

const TEXTS = { key: string(), value: string() };
const LINES = 500;
const FLIGHTS = 20_000;
/** The end of a transaction stands in a changelog too, behind its last record. */
const END_OF_TRANSACTION = 1;

/** Runs the example as a user does, with the broker of the check. */
async function runFlights(world: World): Promise<string> {
  const example = (path: string): string => fileURLToPath(new URL(`../../../examples/${path}`, import.meta.url));
  const command = [process.execPath, '--conditions=source', '--import', example('from-source.ts')];
  const options = ['--bootstrap-servers', world.bootstrap, '--days-per-second', '10000'];
  const printed = await runBinary([...command, example('flights/main.ts'), ...options], { deadlineMs: 120_000 });
  return printed.toString();
}

/** As it was told first: where each store of counts began. */
function begins(progress: readonly RestoreProgress[]): RestoreProgress[] {
  const firsts = new Map<string, RestoreProgress>();
  for (const one of progress) if (!firsts.has(one.taskId)) firsts.set(one.taskId, one);
  return [...firsts.values()];
}

async function topicNames(world: World): Promise<string[]> {
  return (await world.admin().listTopics()).map(({ name }) => name);
}

async function hasRestored(world: World, instance: StreamsProcess, { partitions }: CountedWords): Promise<void> {
  await world.until(
    'the instance runs with its stores',
    () => instance.isRunning && begins(instance.restored).length === partitions,
    60_000,
  );
}

const checks: readonly Omit<ClientCheck, 'needs'>[] = [
  {
    name: 'flights get their airports, sums by windows are those of a plain look, and late ones are told by themselves',
    deadlineMs: 150_000,
    run: async (world) => {
      const printed = await runFlights(world);
      const sums = new SumsWithoutStreams(readAirports());
      const consumer = world.consumer({ autoOffsetReset: 'earliest' });
      consumer.assign(await consumer.partitionsFor('example-flights'));
      for (let left = FLIGHTS; left > 0;) {
        const records = await consumer.poll(200);
        for (const record of records) sums.add(record);
        left -= records.length;
      }
      assert.ok(sums.results.late > 0);
      assert.equal(printed.slice(printed.indexOf('\n\n')).trim(), table(sums.results, 20).trim());
    },
  },
  {
    name: 'stores on the disk get only what is newer from their changelogs, after a close and after kill -9',
    deadlineMs: 120_000,
    run: async (world) => {
      const words = await CountedWords.create(world);
      const directory = world.file('state');
      const first = await words.startProcess('persistent', directory);
      await words.send(LINES);
      await words.counted();
      await first.close();
      const second = await words.startProcess('persistent', directory);
      await hasRestored(world, second, words);
      for (const { startOffset, endOffset } of begins(second.restored)) {
        assert.ok(endOffset > 0 && endOffset - startOffset <= END_OF_TRANSACTION, `${startOffset} of ${endOffset}`);
      }
      const kept = await words.changelogEnds();
      await words.send(LINES);
      await words.counted();
      await second.kill();
      await words.send(LINES);
      const third = await words.startProcess('persistent', directory);
      await words.counted();
      for (const { partition, startOffset } of begins(third.restored)) {
        assert.ok(startOffset >= kept[partition]! - END_OF_TRANSACTION, `${startOffset}, with ${kept[partition]} kept`);
      }
      await third.close();
    },
  },
  {
    name: 'a standby takes over from where it is when the instance of its task is killed, and counts go on exactly once',
    deadlineMs: 120_000,
    run: async (world) => {
      const words = await CountedWords.create(world, { 'streams.num.standby.replicas': '1' });
      const progress: RestoreProgress[] = [];
      const goes = await words.startProcess('memory', world.file('state'));
      await world.until('the one runs', () => goes.isRunning, 60_000);
      const stays = await words.start('memory', { onRestore: (one) => void progress.push(one) });
      const followed = (): readonly string[] => stays.threads()[0]?.standbyTasks ?? [];
      await world.until('the other one follows', () => followed().length > 0 && goes.isRunning, 60_000);
      await words.send(LINES);
      await words.counted();
      await world.until('the standby has all', async () => {
        const { partitions } = await stays.query('counts', rangeQuery<string, number>(), { allowStale: true });
        const rows = [...partitions.values()].flatMap((result) => (result.isSuccess ? result.value : []));
        return rows.reduce((sum, [, count]) => sum + count, 0) === words.total;
      });
      const tasks = followed();
      const ends = await words.changelogEnds();
      progress.length = 0;
      await goes.kill();
      await words.send(LINES);
      await words.counted();
      const taken = begins(progress).filter(({ taskId }) => tasks.includes(taskId));
      assert.deepEqual(taken.map(({ taskId }) => taskId).toSorted(), tasks.toSorted());
      for (const { partition, startOffset } of taken) {
        assert.ok(startOffset >= ends[partition]! - END_OF_TRANSACTION, `${startOffset} of ${ends[partition]}`);
      }
    },
  },
  {
    name: 'exactly once, records that the broker refuses go to the dead letter queue, and nothing else of their transactions is lost or repeated',
    run: async (world) => {
      const lines = await world.createTopic();
      const copies = await world.createTopic({ configs: { 'cleanup.policy': 'compact', 'max.message.bytes': '2000' } });
      const [dead, counts] = [await world.createTopic(), await world.createTopic()];
      const values = Array.from({ length: LINES }, (_, line) => (line % 50 === 7 ? 'x'.repeat(5000) : String(line)));
      // A topic that is compacted takes no record without a key.
      const isValid = (line: number): boolean => line % 20 !== 3;
      const sent = values.map((value, line) => ({ topic: lines, key: isValid(line) ? 'k' : null, value }));
      await world.producer().sendBatch(sent);
      const topology = new Topology(world.unique('refused'), { onError: dlq(dead) });
      const stream = topology.stream(lines, TEXTS);
      stream.to(copies, TEXTS);
      const counted = stream.groupBy(() => 'all', { name: 'by-all', ...TEXTS }).count('counts');
      counted.toStream().mapValues(String).to(counts, TEXTS);
      await quickGroup(world, topology.applicationId);
      const options = { processingGuarantee: 'exactly_once_v2', commitIntervalMs: 20 } as const;
      await (await startHere(world, topology, options)).running();
      const isTaken = (value: string, line: number): boolean => isValid(line) && value.length < 2000;
      const wanted = {
        [copies]: values.filter(isTaken),
        [dead]: values.filter((value, line) => !isTaken(value, line)),
        [counts]: values.map((_, line) => String(line + 1)),
      };
      for (const [topic, expected] of Object.entries(wanted)) {
        const found = texts(await take(committedReader(world, topic), expected.length));
        // Dead letters of one transaction come as their batches were answered.
        assert.deepEqual(topic === dead ? found.toSorted() : found, topic === dead ? expected.toSorted() : expected);
      }
    },
  },
  {
    name: 'topics that are joined and divided differently end the application with their names',
    run: async (world) => {
      const [left, right] = [await world.createTopic({ partitions: 2 }), await world.createTopic({ partitions: 3 })];
      const topology = new Topology(world.unique('uneven'));
      const table = topology.table(right, { ...TEXTS, store: 'right' });
      topology.stream(left, TEXTS).joinTable(table, (one, other) => one + other);
      const application = await startHere(world, topology);
      await assert.rejects(application.running(), ({ code, message }) => {
        assert.equal(code, 'INVALID_TOPOLOGY');
        assert.match(message, new RegExp(`(${left}|${right}).*same number of partitions`, 's'));
        return true;
      });
    },
  },
  {
    name: 'a source that got more partitions than the application has topics for ends it, and the error says what to do',
    run: async (world) => {
      const words = await CountedWords.create(world);
      const first = await words.start('memory');
      await first.running();
      await first.close();
      await world.admin().createPartitions([{ topic: words.input, totalCount: words.partitions + 1 }]);
      const second = await words.start('memory');
      await assert.rejects(second.running(), {
        code: 'INVALID_TOPOLOGY',
        message: /words-repartition.*reset the application, or give it another id/s,
      });
    },
  },
  {
    name: 'a topology that has changed is refused, and the error says what to do',
    run: async (world) => {
      const words = await CountedWords.create(world);
      const first = await words.start('memory');
      await first.running();
      const other = new Topology(words.applicationId);
      other
        .stream(words.input, TEXTS)
        .groupByKey()
        .count('others')
        .toStream()
        .mapValues(String)
        .to(words.output, TEXTS);
      const second = await startHere(world, other);
      await assert.rejects(second.running(), {
        code: 'INVALID_REQUEST',
        message: /where the topology has changed, give the application another id/,
      });
    },
  },
  {
    name: 'a store that was of another kind is refused by its name, on the disk and in its changelog',
    run: async (world) => {
      const words = await CountedWords.create(world);
      const stateDir = world.file('state');
      const first = await words.start('persistent', { stateDir });
      await words.send(10);
      await words.counted();
      await first.close();
      const windowed = (stores: 'memory' | 'persistent'): Topology => {
        const topology = new Topology(words.applicationId, { stores });
        const lines = topology.stream(words.input, TEXTS);
        const grouped = lines.groupBy((word) => word, { name: 'words', ...TEXTS });
        grouped
          .windowedBy(tumbling('1m'))
          .count('counts')
          .toStream()
          .forEach(() => undefined);
        return topology;
      };
      const start = async (stores: 'memory' | 'persistent', expected: { code: string; message: RegExp }) => {
        await world.admin().deleteStreamsGroups([words.applicationId]);
        await quickGroup(world, words.applicationId);
        const application = await startHere(world, windowed(stores), { stateDir });
        await assert.rejects(application.running(), expected);
        await application.close();
      };
      await start('persistent', { code: 'STATE_STORE_FAILED', message: /store counts .*'key-value'.*another name/ });
      await start('memory', {
        code: 'CORRUPT_CHANGELOG',
        message: /store counts .*-counts-changelog-\d: .*another name/,
      });
    },
  },
];

export const streams: ClientScenario = {
  name: 'streams',
  checks: checks.map((check): ClientCheck => ({ ...check, needs: ['streams-groups', 'group-configs'] })),
};

/** What is not there: topics, on a broker that makes any that somebody asks for, and groups that know topologies. */
export const streamsAbsent: ClientScenario = {
  name: 'streams-absent',
  broker: { configs: { 'auto.create.topics.enable': 'true' } },
  checks: [
    {
      name: 'a source that is missing, or is deleted, ends an application by its name and is not made by reading it',
      needs: ['streams-groups', 'group-configs'],
      run: async (world) => {
        const source = world.unique('lines');
        const run = async (): Promise<StreamsApplication> => {
          const topology = new Topology(world.unique('app'));
          topology.stream(source, TEXTS).forEach(() => undefined);
          await quickGroup(world, topology.applicationId);
          return startHere(world, topology, { consumer: { metadataMaxAgeMs: 50 } });
        };
        const missing = {
          code: 'MISSING_SOURCE_TOPICS',
          message: new RegExp(`are missing.*${source}.*Make them before`),
        };
        const early = await run();
        await assert.rejects(early.running(), missing);
        assert.ok(!(await topicNames(world)).includes(source));
        await world.admin().createTopics([{ name: source, numPartitions: 1 }]);
        const running = await run();
        await running.running();
        await world.admin().deleteTopics([source]);
        await world.until('the application has ended', () => running.state === 'error');
        assert.match(String(running.lastError), missing.message);
        assert.ok(!(await topicNames(world)).includes(source));
      },
    },
    {
      name: 'a global table whose topic is missing keeps an application from starting, which does not make the topic',
      run: async (world) => {
        const source = world.unique('countries');
        const topology = new Topology(world.unique('app'));
        topology.globalTable(source, { ...TEXTS, store: 'by-code' });
        topology.stream(await world.createTopic(), TEXTS).forEach(() => undefined);
        await assert.rejects(startHere(world, topology, { defaultApiTimeoutMs: 1000 }), {
          code: 'MISSING_SOURCE_TOPICS',
          message: new RegExp(
            `The topic ${source}, which the global store by-code of app-.* is missing.*Make it before`,
          ),
        });
        assert.ok(!(await topicNames(world)).includes(source));
      },
    },
    {
      name: 'a cluster without streams groups ends an application at once, and the error says what it needs',
      run: async (world) => {
        if (world.serves('streams-groups')) {
          await world
            .admin()
            .updateFeatures([{ feature: 'streams.version', maxVersionLevel: 0, upgradeType: 'SAFE_DOWNGRADE' }]);
        }
        const topology = new Topology(world.unique('app'));
        topology.stream(await world.createTopic(), TEXTS).forEach(() => undefined);
        const application = await startHere(world, topology, { processingGuarantee: 'at_least_once' });
        await assert.rejects(application.running(), {
          code: 'UNSUPPORTED_VERSION',
          message: /have no streams groups, which group app-.* needs .*Use Samsa, or Apache Kafka 4\.2 or later/,
        });
      },
    },
  ],
};
