/**
 * Which configs a broker takes while it runs, and for whom (KIP-226; Kafka's DynamicBrokerConfig): some for one broker at a
 * time, some for all at once, secrets of TLS for one listener only, and nothing with which it could not have started.
 */
import { ALL_BROKERS, type ApiError, type ConfigMap, type ConfigResource } from '#metadata';
import { Errors } from '#protocol';
import { brokerConfigTable, validateBrokerConfigs, withoutListenerPrefix, type BrokerConfig } from './config/index.ts';

/** What Kafka changes for one listener at a time only. */
const LISTENER_ONLY = /^ssl\.(?:keystore|truststore|key)\./;
/** Of each thread that compacts. */
const MIN_DEDUPE_BUFFER_BYTES = 1_048_576;
/** They would close and open sockets under the clients; here that takes a start. */
const FIXED: ReadonlySet<string> = new Set(['listeners', 'listener.security.protocol.map']);

/** What is wrong with `configs`, all that would be set on the broker or on all brokers, or null. */
export function validateDynamicConfigs(
  { name }: ConfigResource,
  configs: ConfigMap,
  config: BrokerConfig,
): ApiError | null {
  for (const [key, text] of configs) {
    const problem = keyProblem(key, text, { isForAll: name === ALL_BROKERS, config });
    if (problem !== null) return invalidRequest(problem);
  }
  const texts = new Map([...config.staticTexts, ...configs]);
  const { values } = brokerConfigTable.parse(texts);
  const problem = validateBrokerConfigs(values, texts);
  if (problem !== null) return invalidRequest(problem.message);
  if (values.logCleanerDedupeBufferSize / values.logCleanerThreads < MIN_DEDUPE_BUFFER_BYTES) {
    return invalidRequest('log.cleaner.dedupe.buffer.size must be at least 1MB per cleaner thread.');
  }
  const cordoned = values.cordonedLogDirs.find((path) => path !== '*' && !config.logDirs.includes(path));
  if (cordoned === undefined) return null;
  return invalidRequest(
    `All entries in cordoned.log.dirs must be present in log.dirs or log.dir. Missing entries : ${cordoned}`,
  );
}

function keyProblem(
  key: string,
  text: string,
  { isForAll, config }: { isForAll: boolean; config: BrokerConfig },
): string | null {
  const prefixed = withoutListenerPrefix(key);
  const own = prefixed?.key ?? key;
  const entry = brokerConfigTable.entry(own);
  if (entry === undefined) return unknownText(key, own);
  const parsed = brokerConfigTable.parseValue(own, text);
  if ('message' in parsed) return parsed.message.replace(own, key);
  if (entry.updateMode === 'read-only') return `Cannot update these configs dynamically: [${key}]`;
  if (entry.updateMode === 'per-broker' && isForAll) {
    return `Cannot update these configs at default cluster level, broker id must be specified: [${key}]`;
  }
  if (prefixed === null && LISTENER_ONLY.test(key)) {
    return `These security configs can be dynamically updated only per-listener using the listener prefix: [${key}]`;
  }
  if (FIXED.has(own) && text !== config.staticTexts.get(own)) return `${key} is taken at the start of a broker only`;
  return null;
}

function unknownText(key: string, own: string): string {
  const nearest = brokerConfigTable.nearest(own);
  return `Unknown config: ${key}${nearest === null ? '' : `, did you mean ${key.slice(0, -own.length)}${nearest}?`}`;
}

function invalidRequest(errorMessage: string): ApiError {
  return { errorCode: Errors.INVALID_REQUEST.code, errorMessage };
}
