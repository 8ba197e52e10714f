/**
 * The broker's metrics, under the names that Kafka's JMX exporter gives them: what dashboards and alerts for Kafka look
 * for. They are collected when somebody asks, from counters that are kept anyway.
 */
import type { LogManager } from '#log';
import type { MetadataImage } from '#metadata';
import type { Partition } from '../partition.ts';
import type { ClientMetricsInstance } from '../telemetry/client-telemetry.ts';
import { clientFamilies } from './client-metrics.ts';
import { groupFamilies, type GroupProgress } from './group-metrics.ts';
import { type MetricFamily, type MetricLabels, type MetricSample, single } from './metric-family.ts';
import { PartitionTraffic } from './partition-traffic.ts';
import type { ApiMetrics, RequestMetrics } from './request-metrics.ts';

/** Kafka's BrokerState: it serves. */
const RUNNING = 3;
const FRACTIONS = [0.5, 0.75, 0.95, 0.98, 0.99, 0.999] as const;
/** With more partitions than this, sizes and offsets are shown by topic alone. */
const MAX_SHOWN_PARTITIONS = 10_000;

/** Where the numbers are. */
export interface MetricSources {
  readonly image: MetadataImage;
  readonly logManager: LogManager;
  readonly requests: RequestMetrics;
  partitions(): Iterable<Partition>;
  /** Of partitions that are gone. */
  readonly formerTraffic: PartitionTraffic;
  /** By listener. */
  connections(): ReadonlyMap<string, number>;
  groups(): GroupProgress;
  /** The high watermark of a partition, -1 where there is no such partition. */
  endOf(topic: string, partition: number): number;
  /** Clients that push metrics of their own. */
  clients(): readonly ClientMetricsInstance[];
  readonly monotonicNow: number;
}

export function brokerMetrics(sources: MetricSources): MetricFamily[] {
  const partitions = [...sources.partitions()];
  return [
    ...stateFamilies(sources, partitions),
    ...trafficFamilies(partitions, sources.formerTraffic),
    ...requestFamilies(sources.requests, sources.monotonicNow),
    ...logFamilies(partitions),
    ...cleanerFamilies(sources.logManager),
    connectionFamily(sources.connections()),
    ...clientFamilies(sources.clients()),
    ...groupFamilies(sources.groups(), (topic, partition) => sources.endOf(topic, partition)),
  ];
}

function stateFamilies({ image, logManager }: MetricSources, partitions: readonly Partition[]): MetricFamily[] {
  const offline = logManager.offlineLogs().size;
  const led = partitions.filter(({ isLed }) => isLed).length;
  return [
    single('gauge', 'kafka_server_kafkaserver_brokerstate', {
      help: 'State of the broker; 3: it serves.',
      value: RUNNING,
    }),
    single('gauge', 'kafka_controller_kafkacontroller_activecontrollercount', {
      help: 'Whether this node is the controller.',
      value: 1,
    }),
    single('gauge', 'kafka_controller_kafkacontroller_globaltopiccount', { help: 'Topics.', value: image.topics.size }),
    single('gauge', 'kafka_controller_kafkacontroller_globalpartitioncount', {
      help: 'Partitions.',
      value: image.partitionCount,
    }),
    single('gauge', 'kafka_controller_kafkacontroller_offlinepartitionscount', {
      help: 'Partitions that nobody serves.',
      value: offline,
    }),
    single('gauge', 'kafka_server_replicamanager_partitioncount', {
      help: 'Partitions that this broker has.',
      value: partitions.length,
    }),
    single('gauge', 'kafka_server_replicamanager_leadercount', { help: 'Partitions that it leads.', value: led }),
    single('gauge', 'kafka_server_replicamanager_underreplicatedpartitions', {
      help: 'Partitions with fewer replicas in sync than they have.',
      value: 0,
    }),
    single('gauge', 'kafka_server_replicamanager_offlinereplicacount', {
      help: 'Logs that are damaged and not served.',
      value: offline,
    }),
  ];
}

type TrafficKey = 'messagesIn' | 'bytesIn' | 'bytesOut' | 'produceRequests' | 'fetchRequests';

const TRAFFIC: readonly (readonly [key: TrafficKey, name: string, help: string])[] = [
  ['messagesIn', 'messagesin', 'Records that were appended.'],
  ['bytesIn', 'bytesin', 'Bytes of batches that were appended.'],
  ['bytesOut', 'bytesout', 'Bytes of records that were sent to consumers.'],
  ['produceRequests', 'totalproducerequests', 'Batches that were asked to be appended.'],
  ['fetchRequests', 'totalfetchrequests', 'Partitions that were read for fetches.'],
];

/** Of each topic, and without a topic of all, those that were deleted included. */
function trafficFamilies(partitions: readonly Partition[], former: PartitionTraffic): MetricFamily[] {
  const total = new PartitionTraffic();
  total.add(former);
  const byTopic = new Map<string, PartitionTraffic>();
  for (const { topic, traffic } of partitions) {
    total.add(traffic);
    let sum = byTopic.get(topic);
    if (sum === undefined) byTopic.set(topic, (sum = new PartitionTraffic()));
    sum.add(traffic);
  }
  return TRAFFIC.map(([key, name, help]) => ({
    name: `kafka_server_brokertopicmetrics_${name}_total`,
    help,
    type: 'counter',
    samples: [
      { labels: {}, value: total[key] },
      ...[...byTopic].map(([topic, traffic]) => ({ labels: { topic }, value: traffic[key] })),
    ],
  }));
}

function requestFamilies(requests: RequestMetrics, now: number): MetricFamily[] {
  const apis = [...requests.apis()];
  const counter = (name: string, help: string, valueOf: (api: ApiMetrics) => number): MetricFamily => ({
    name: `kafka_network_requestmetrics_${name}_total`,
    help,
    type: 'counter',
    samples: apis.map((api) => ({ labels: { request: api.name }, value: valueOf(api) })),
  });
  return [
    counter('requests', 'Requests that were answered, or had no answer.', (api) => api.times.count),
    counter('errors', 'Requests that ended their connection.', (api) => api.failed),
    counter('requestbytes', 'Bytes of requests.', (api) => api.requestBytes),
    counter('responsebytes', 'Bytes of answers.', (api) => api.responseBytes),
    {
      name: 'kafka_network_requestmetrics_totaltimems',
      help: 'Milliseconds from a request to its answer; quantiles of the last minute or two.',
      type: 'summary',
      samples: apis.map(({ name, times }) => ({
        labels: { request: name },
        count: times.count,
        sum: times.sumMs,
        quantiles: times.quantiles(FRACTIONS, now).map((value, index) => ({ fraction: FRACTIONS[index]!, value })),
      })),
    },
  ];
}

function logFamilies(partitions: readonly Partition[]): MetricFamily[] {
  const shown = partitions.length > MAX_SHOWN_PARTITIONS ? [] : partitions;
  const gauge = (name: string, help: string, valueOf: (partition: Partition) => number): MetricFamily => ({
    name: `kafka_log_log_${name}`,
    help,
    type: 'gauge',
    samples: shown.map((partition) => ({ labels: labelsOf(partition), value: valueOf(partition) })),
  });
  return [
    gauge('size', 'Bytes of the log.', ({ log }) => log.sizeInBytes),
    gauge('numlogsegments', 'Segments of the log.', ({ log }) => log.segments.count),
    gauge('logstartoffset', 'The first offset that is there.', ({ log }) => log.logStartOffset),
    gauge('logendoffset', 'The next offset that will be given.', ({ log }) => log.logEndOffset),
  ];
}

function labelsOf({ topic, partition }: Partition): MetricLabels {
  return { topic, partition: String(partition) };
}

function cleanerFamilies({ cleaner }: LogManager): MetricFamily[] {
  const { totals } = cleaner;
  const counter = (name: string, help: string, value: number): MetricFamily =>
    single('counter', `kafka_log_logcleaner_${name}_total`, { help, value });
  return [
    counter('cleanings', 'Logs that were compacted.', totals.rounds),
    counter('bytesread', 'Bytes that compaction has read.', totals.bytesRead),
    counter('byteswritten', 'Bytes that compaction has written.', totals.bytesWritten),
    single('gauge', 'kafka_log_logcleanermanager_uncleanable_partitions_count', {
      help: 'Logs that compaction leaves alone as something is wrong with them.',
      value: totals.uncleanable,
    }),
  ];
}

function connectionFamily(connections: ReadonlyMap<string, number>): MetricFamily {
  const samples: MetricSample[] = [...connections].map(([listener, value]) => ({ labels: { listener }, value }));
  return {
    name: 'kafka_server_socket_server_metrics_connection_count',
    help: 'Connections of clients.',
    type: 'gauge',
    samples,
  };
}
