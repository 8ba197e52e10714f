/** Rules across several broker configs, as Kafka's KafkaConfig and its parts check them at the start. */
import type { ConfigProblem } from '#kernel';
import type { BrokerConfigValues } from './broker-config-table.ts';

/** The first rule that is broken, or null. */
export function validateBrokerConfigs(
  values: BrokerConfigValues,
  texts: ReadonlyMap<string, string>,
): ConfigProblem | null {
  return (
    nodeIds(values, texts) ??
    ordered(values) ??
    retention(values) ??
    connections(values) ??
    compressionCodecs(values) ??
    interBroker(texts) ??
    authorizer(values)
  );
}

const AUTHORIZERS: readonly string[] = ['', 'standard', 'org.apache.kafka.metadata.authorizer.StandardAuthorizer'];

function authorizer({ authorizerClassName, superUsers }: BrokerConfigValues): ConfigProblem | null {
  if (!AUTHORIZERS.includes(authorizerClassName)) {
    const message = `authorizer.class.name ${authorizerClassName} is not there: give standard, or org.apache.kafka.metadata.authorizer.StandardAuthorizer, which is the same`;
    return { key: 'authorizer.class.name', message };
  }
  const users = superUsers.split(';').map((user) => user.trim());
  const wrong = users.find((user) => user !== '' && !/^[^:]+:./.test(user));
  if (wrong === undefined) return null;
  const message = `super.users holds ${wrong}, which is no principal: write User:name, with semicolons between several`;
  return { key: 'super.users', message };
}

function nodeIds(values: BrokerConfigValues, texts: ReadonlyMap<string, string>): ConfigProblem | null {
  const disagree = texts.has('node.id') && values.brokerId >= 0 && values.brokerId !== values.nodeId;
  if (!disagree) return null;
  const message = `broker.id ${values.brokerId} and node.id ${values.nodeId} are the same thing: give one of them, or both the same value`;
  return { key: 'broker.id', message };
}

/** Pairs of which the first must not be larger than the second. */
function ordered(values: BrokerConfigValues): ConfigProblem | null {
  const pairs: readonly (readonly [string, number, string, number])[] = [
    [
      'group.min.session.timeout.ms',
      values.groupMinSessionTimeoutMs,
      'group.max.session.timeout.ms',
      values.groupMaxSessionTimeoutMs,
    ],
    [
      'group.consumer.min.session.timeout.ms',
      values.groupConsumerMinSessionTimeoutMs,
      'group.consumer.session.timeout.ms',
      values.groupConsumerSessionTimeoutMs,
    ],
    [
      'group.consumer.session.timeout.ms',
      values.groupConsumerSessionTimeoutMs,
      'group.consumer.max.session.timeout.ms',
      values.groupConsumerMaxSessionTimeoutMs,
    ],
    [
      'group.consumer.min.heartbeat.interval.ms',
      values.groupConsumerMinHeartbeatIntervalMs,
      'group.consumer.heartbeat.interval.ms',
      values.groupConsumerHeartbeatIntervalMs,
    ],
    [
      'group.consumer.heartbeat.interval.ms',
      values.groupConsumerHeartbeatIntervalMs,
      'group.consumer.max.heartbeat.interval.ms',
      values.groupConsumerMaxHeartbeatIntervalMs,
    ],
    [
      'log.cleaner.min.compaction.lag.ms',
      values.logCleanerMinCompactionLagMs,
      'log.cleaner.max.compaction.lag.ms',
      values.logCleanerMaxCompactionLagMs,
    ],
    [
      'connection.failed.authentication.delay.ms',
      values.connectionFailedAuthenticationDelayMs,
      'connections.max.idle.ms',
      idleLimit(values),
    ],
  ];
  for (const [smaller, small, larger, large] of pairs) {
    if (small > large)
      return { key: smaller, message: `${smaller} ${small} must not be larger than ${larger} ${large}` };
  }
  return null;
}

/** A negative `connections.max.idle.ms` means never. */
function idleLimit(values: BrokerConfigValues): number {
  return values.connectionsMaxIdleMs < 0 ? Number.POSITIVE_INFINITY : values.connectionsMaxIdleMs;
}

function retention(values: BrokerConfigValues): ConfigProblem | null {
  const { logRetentionMs, logRetentionMinutes, logRetentionHours } = values;
  const times = [
    ['log.retention.ms', logRetentionMs],
    ['log.retention.minutes', logRetentionMinutes],
    ['log.retention.hours', logRetentionHours],
  ] as const;
  const wrong = times.find(([, value]) => value !== null && (value === 0 || value < -1));
  return wrong === undefined
    ? null
    : { key: wrong[0], message: `${wrong[0]} must be -1, for ever, or at least 1, not ${wrong[1]}` };
}

function connections(values: BrokerConfigValues): ConfigProblem | null {
  const key = 'max.connections.per.ip.overrides';
  const pairs = values.maxConnectionsPerIpOverrides.split(',').filter((pair) => pair.trim() !== '');
  const wrong = pairs.find((pair) => !/^\s*\S+:\d{1,10}\s*$/.test(pair));
  if (wrong !== undefined) return { key, message: `${key}: ${wrong.trim()} is not of the form address:number` };
  if (values.maxConnectionsPerIp > 0 || pairs.length > 0) return null;
  return {
    key: 'max.connections.per.ip',
    message: `max.connections.per.ip 0 refuses everybody unless ${key} names exceptions`,
  };
}

function compressionCodecs(values: BrokerConfigValues): ConfigProblem | null {
  const { offsetsTopicCompressionCodec: codec } = values;
  if (codec >= 0 && codec <= 4) return null;
  const key = 'offsets.topic.compression.codec';
  return { key, message: `${key} must be 0 (none), 1 (gzip), 2 (snappy), 3 (lz4) or 4 (zstd), not ${codec}` };
}

function interBroker(texts: ReadonlyMap<string, string>): ConfigProblem | null {
  if (!texts.has('inter.broker.listener.name') || !texts.has('security.inter.broker.protocol')) return null;
  const key = 'security.inter.broker.protocol';
  return { key, message: `${key} and inter.broker.listener.name say the same thing: give one of them` };
}
