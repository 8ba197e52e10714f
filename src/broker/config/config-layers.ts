/**
 * Where broker configs come from, the weakest first: defaults, the properties file, the environment, the command line.
 * A key nobody knows is a warning in the file and in the environment, where files made for other versions must still
 * start, and an error on the command line, where it can only be a slip. A value that is wrong is always an error.
 */
import { KafkaError, nearestName } from '#kernel';
import { topicConfigTable } from '#log';
import { brokerConfigTable } from './broker-config-table.ts';
import { configsFromEnvironment } from './environment.ts';
import { withoutListenerPrefix } from './listener-prefix.ts';

export interface BrokerConfigSources {
  /** Pairs of a `server.properties`, and its name for messages. */
  readonly file?: { readonly name: string; readonly pairs: ReadonlyMap<string, string> };
  /** Environment variables; those that begin with `KAFKA_` count. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** Pairs of the command line, or of the code that embeds a broker. */
  readonly options?: ReadonlyMap<string, string> | Readonly<Record<string, string>>;
  /** This machine's name, advertised by a listener on all addresses; `localhost` when absent. */
  readonly hostName?: string;
}

export interface LayeredConfigs {
  /** What was given, by key; of a key in several layers the strongest. Unknown keys are left out. */
  readonly texts: ReadonlyMap<string, string>;
  /** Where each of them stands, for messages. */
  readonly origins: ReadonlyMap<string, string>;
  /** One sentence for each unknown key. */
  readonly warnings: readonly string[];
}

interface Layer {
  readonly origin: string;
  readonly pairs: Iterable<readonly [string, string]>;
  readonly isStrict: boolean;
}

/** Throws INVALID_CONFIG for an unknown key on the command line. */
export function layerConfigs(sources: BrokerConfigSources): LayeredConfigs {
  const texts = new Map<string, string>();
  const origins = new Map<string, string>();
  const warnings: string[] = [];
  for (const { origin, pairs, isStrict } of layersOf(sources)) {
    for (const [key, text] of pairs) {
      if (isKnown(key)) {
        texts.set(key, text);
        origins.set(key, origin);
      } else if (!isForOthers(key)) {
        const sentence = `${origin}: ${unknownKey(key)}`;
        if (isStrict) throw new KafkaError('INVALID_CONFIG', sentence);
        warnings.push(`${sentence}; it is ignored`);
      }
    }
  }
  return { texts, origins, warnings };
}

function layersOf({ file, environment, options }: BrokerConfigSources): Layer[] {
  const layers: Layer[] = [];
  if (file !== undefined) layers.push({ origin: file.name, pairs: file.pairs, isStrict: false });
  if (environment !== undefined) {
    layers.push({ origin: 'environment', pairs: configsFromEnvironment(environment), isStrict: false });
  }
  if (options !== undefined) {
    const pairs = options instanceof Map ? options : Object.entries(options);
    layers.push({ origin: 'command line', pairs, isStrict: true });
  }
  return layers;
}

function isKnown(key: string): boolean {
  return brokerConfigTable.has(withoutListenerPrefix(key)?.key ?? key);
}

/** Configs of Java classes that Samsa does not load: Kafka hands them on without looking. */
function isForOthers(key: string): boolean {
  return /^(?:rlmm\.config|rsm\.config|config\.providers\.[^.]+)\./.test(key);
}

function unknownKey(key: string): string {
  if (REMOVED.has(key)) return `${key} is a config that Kafka 4 no longer has`;
  const nearest = nearestKey(key);
  return `${key} is no config of a broker${nearest === null ? '' : `, ${nearest} is the nearest`}`;
}

/** A topic's key is nearest to the broker's key that gives its default: `retention.ms` to `log.retention.ms`. */
function nearestKey(key: string): string | null {
  const synonym = topicConfigTable.entry(key)?.synonyms[0]?.name;
  return synonym ?? nearestName(key, brokerConfigTable.keys());
}

/** Keys of ZooKeeper's and of old message formats' times, which still stand in many files. */
const REMOVED: ReadonlySet<string> = new Set([
  'advertised.host.name',
  'advertised.port',
  'broker.id.generation.enable',
  'control.plane.listener.name',
  'host.name',
  'inter.broker.protocol.version',
  'log.message.downconversion.enable',
  'log.message.format.version',
  'log.message.timestamp.difference.max.ms',
  'offsets.commit.required.acks',
  'port',
  'reserved.broker.max.id',
  'zookeeper.clientCnxnSocket',
  'zookeeper.connect',
  'zookeeper.connection.timeout.ms',
  'zookeeper.max.in.flight.requests',
  'zookeeper.metadata.migration.enable',
  'zookeeper.session.timeout.ms',
  'zookeeper.set.acl',
  'zookeeper.ssl.client.enable',
]);
