/** Metrics of clients that a broker asked for (KIP-714), as Kafka's plugin reads them with OpenTelemetry's own classes, or Samsa itself. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { apacheKafkaClasspath } from '../../../tools/peers/apache-kafka.ts';
import { runBinary } from '../../runner/tools.ts';
import { take } from '../records.ts';
import type { ClientScenario, World } from '../scenario.ts';

const PLUGIN = 'TelemetryToFile';
const INTERVAL_MS = 500;

async function compile(directory: string): Promise<readonly string[]> {
  const source = fileURLToPath(new URL(`../java/${PLUGIN}.java`, import.meta.url));
  const command = ['javac', '-nowarn', '-cp', await apacheKafkaClasspath(), '-d', directory, source];
  await runBinary(command);
  return [directory];
}

interface Point {
  readonly instanceId: string;
  readonly isLast: boolean;
  readonly name: string;
  readonly kind: string;
  readonly value: number;
  readonly resource: string;
  readonly attributes: string;
}

/** What was pushed so far by a client. */
function pushed(world: World, instanceId: string): Point[] {
  if (world.brokerName === 'samsa') return loggedBySamsa(world, instanceId);
  const file = join(world.broker.directory, 'telemetry.txt');
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8').split('\n').slice(0, -1);
  return lines
    .map((line) => line.split('\t'))
    .filter(([id]) => id === instanceId)
    .map(([id = '', isLast, name = '', kind = '', value, resource = '', attributes = '']) => {
      return { instanceId: id, isLast: isLast === 'true', name, kind, value: Number(value), resource, attributes };
    });
}

/** Samsa loads no plugin; its logger `telemetry` tells of every metric that comes. */
function loggedBySamsa(world: World, instanceId: string): Point[] {
  const points: Point[] = [];
  for (const line of readFileSync(world.broker.logFile, 'utf8').split('\n')) {
    if (!line.includes('"component":"telemetry"') || !line.includes(instanceId)) continue;
    const fields = JSON.parse(line) as Record<string, string | number | boolean>;
    const kind = String(fields['kind']).replace('sum delta', 'AGGREGATION_TEMPORALITY_DELTA');
    points.push({
      instanceId,
      isLast: fields['isLast'] === true,
      name: String(fields['name']),
      kind,
      value: Number(fields['value']),
      resource: String(fields['resource']),
      attributes: String(fields['attributes']),
    });
  }
  return points;
}

/** Asks for metrics of clients whose id begins so. */
async function subscribe(world: World, prefix: string, metrics: string): Promise<void> {
  const operations = [
    { operation: 'SET', name: 'metrics', value: metrics },
    { operation: 'SET', name: 'interval.ms', value: String(INTERVAL_MS) },
    { operation: 'SET', name: 'match', value: `client_id=${prefix}.*` },
  ] as const;
  const name = world.unique('subscription');
  const admin = world.admin();
  if (world.brokerName === 'samsa') {
    const { nodes } = await admin.describeCluster();
    const debug = [{ operation: 'SET', name: 'telemetry', value: 'DEBUG' }] as const;
    await admin.incrementalAlterConfigs([{ type: 'BROKER_LOGGER', name: String(nodes[0]!.nodeId), operations: debug }]);
  }
  await admin.incrementalAlterConfigs([{ type: 'CLIENT_METRICS', name, operations }]);
  await admin.close();
}

function sum(points: readonly Point[], name: string): number {
  return points.filter((point) => point.name === name).reduce((total, { value }) => total + value, 0);
}

export const telemetry: ClientScenario = {
  name: 'telemetry',
  broker: {
    configsFor: (broker, directory) =>
      broker === 'samsa' ? {} : { 'metric.reporters': PLUGIN, 'telemetry.to.file': join(directory, 'telemetry.txt') },
    pluginsFor: compile,
  },
  checks: [
    {
      name: 'what a producer pushes adds up to what it sent, the last push at its close included',
      needs: ['telemetry'],
      run: async (world) => {
        const prefix = world.unique('pushing-producer');
        await subscribe(world, prefix, 'org.apache.kafka.producer.');
        const topic = await world.createTopic();
        const producer = world.producer({ clientId: prefix, transactionalId: prefix, compressionType: 'none' });
        const instanceId = await producer.clientInstanceId(10_000);
        await producer.transaction(async (tx) => {
          await tx.sendBatch(Array.from({ length: 30 }, () => ({ topic, value: 'x' })));
        });
        await world.until('a push arrives', () => pushed(world, instanceId).length > 0);
        await producer.transaction(async (tx) => {
          await tx.sendBatch(Array.from({ length: 12 }, () => ({ topic, value: 'x' })));
        });
        await producer.close();
        await world.until('the last push arrives', () => pushed(world, instanceId).some(({ isLast }) => isLast));
        const points = pushed(world, instanceId);
        assert.equal(sum(points, 'org.apache.kafka.producer.record.send.total'), 42);
        const totals = points.filter(({ name }) => name === 'org.apache.kafka.producer.record.send.total');
        assert.ok(totals.every(({ kind }) => kind === 'AGGREGATION_TEMPORALITY_DELTA monotonic'));
        assert.ok(points.every(({ resource }) => resource.includes(`transactional_id=${prefix}`)));
        const latencies = points.filter(({ name }) => name === 'org.apache.kafka.producer.node.request.latency.avg');
        const latency = latencies.find(({ attributes }) => attributes === 'node_id=node-1');
        assert.equal(latency?.kind, 'gauge');
        assert.ok(latency.value > 0 && latency.value < 60_000);
      },
    },
    {
      name: 'a consumer pushes what it was asked for and nothing else',
      needs: ['telemetry'],
      run: async (world) => {
        const prefix = world.unique('pushing-consumer');
        const wanted = 'org.apache.kafka.consumer.fetch.manager.records.consumed.total';
        await subscribe(world, prefix, wanted);
        const topic = await world.createTopic();
        await world.producer().sendBatch(Array.from({ length: 25 }, () => ({ topic, value: 'x' })));
        const consumer = world.consumer({ clientId: prefix, groupId: prefix, autoOffsetReset: 'earliest' });
        consumer.subscribe([topic]);
        await take(consumer, 25);
        const instanceId = await consumer.clientInstanceId(10_000);
        await consumer.close();
        await world.until('the last push arrives', () => pushed(world, instanceId).some(({ isLast }) => isLast));
        const points = pushed(world, instanceId);
        assert.deepEqual([...new Set(points.map(({ name }) => name))], [wanted]);
        const ofAllTopics = points.filter(({ attributes }) => attributes === '');
        assert.equal(sum(ofAllTopics, wanted), 25);
        assert.ok(points.every(({ resource }) => resource.includes(`group_id=${prefix}`)));
      },
    },
    {
      name: 'a client that nobody subscribed to has an instance id and pushes nothing',
      needs: ['telemetry'],
      run: async (world) => {
        const admin = world.admin({ clientId: world.unique('silent-admin'), enableMetricsPush: true });
        const instanceId = await admin.clientInstanceId();
        assert.match(instanceId, /^[\w-]{22}$/);
        await admin.describeCluster();
        await admin.close();
        assert.deepEqual(pushed(world, instanceId), []);
      },
    },
  ],
};
