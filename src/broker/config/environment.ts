/**
 * Configs in environment variables, as Kafka's container images take them: `KAFKA_LOG_DIRS` is `log.dirs`. For the
 * characters that a variable's name cannot have, the images differ: Apache's writes `_` as `__` and `-` as `___`,
 * Confluent's the other way round. A name that means a known key either way is taken that way.
 */
import { brokerConfigTable } from './broker-config-table.ts';
import { withoutListenerPrefix } from './listener-prefix.ts';

const PREFIX = 'KAFKA_';

/** Variables that the images give to the JVM and its logging: no configs. */
const NOT_CONFIGS = /^KAFKA_(?:VERSION|HOME|OPTS|.*_OPTS?|JMX_.*|LOG4J_.*|TOOLS_LOG4J_.*)$/;

/** The configs among `variables`, by key. `CLUSTER_ID`, which the images format a new data directory with, is one. */
export function configsFromEnvironment(variables: Readonly<Record<string, string | undefined>>): Map<string, string> {
  const configs = new Map<string, string>();
  for (const [name, value] of Object.entries(variables)) {
    if (value === undefined) continue;
    if (name === 'CLUSTER_ID') configs.set('samsa.cluster.id', value);
    if (name.startsWith(PREFIX) && !NOT_CONFIGS.test(name)) configs.set(keyOfVariable(name), value);
  }
  return configs;
}

/** `KAFKA_LOG_DIRS` → `log.dirs`. */
function keyOfVariable(name: string): string {
  const rest = name.slice(PREFIX.length).toLowerCase();
  const apache = rest.replaceAll(/_+/g, (run) => separator(run, '_', '-'));
  const confluent = rest.replaceAll(/_+/g, (run) => separator(run, '-', '_'));
  const isConfluent = apache !== confluent && !isKnown(apache) && isKnown(confluent);
  return isConfluent ? confluent : apache;
}

function separator(run: string, two: string, three: string): string {
  if (run.length === 1) return '.';
  return run.length === 2 ? two : run.length === 3 ? three : run;
}

function isKnown(key: string): boolean {
  return brokerConfigTable.has(withoutListenerPrefix(key)?.key ?? key);
}
