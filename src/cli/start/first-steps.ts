/** What `samsa start` prints once it serves: where it listens and what to try, with commands that exist. */
import type { BrokerConfig } from '#broker';
import { DEFAULT_BOOTSTRAP } from '../connection/connection-options.ts';

export interface FirstStepsOptions {
  readonly version: string;
  readonly config: BrokerConfig;
  /** The ports that were bound, in the order of the config's listeners. */
  readonly ports: readonly number[];
  /** Where clients find how to log in; null where they need not. */
  readonly clientProperties: string | null;
  /** Of the schema registry; null where there is none. */
  readonly registryUrl: string | null;
}

/** Where clients of each listener connect to, from this machine. */
export function bootstrapOf({ config, ports }: Pick<FirstStepsOptions, 'config' | 'ports'>): string[] {
  return config.listeners.map(({ host }, index) => `${clientHost(host)}:${ports[index]}`);
}

export function firstSteps(options: FirstStepsOptions): string {
  const { version, config, clientProperties, registryUrl } = options;
  const bootstrap = bootstrapOf(options);
  const first = bootstrap[0] ?? '';
  const begin = `
Samsa ${version} serves Kafka clients on ${bootstrap.join(' and ')}, data in ${config.logDirs.join(', ')}. Ctrl-C stops it.
${registryUrl === null ? '' : `The schema registry is on ${registryUrl}.\n`}`;
  return begin + (clientProperties === null ? openSteps(first) : securedSteps(first, clientProperties));
}

function securedSteps(first: string, clientProperties: string): string {
  return `
Try it in another terminal:
  export SAMSA_CONFIG=${clientProperties}
  echo 'hello, world' | npx samsa produce greetings
  npx samsa consume greetings --exit
with the tools of a Kafka download:
  bin/kafka-topics.sh --bootstrap-server ${first} --command-config ${clientProperties} --list
`;
}

function openSteps(first: string): string {
  const here = first === DEFAULT_BOOTSTRAP ? '' : ` --bootstrap ${first}`;
  return `
Try it in another terminal:
  echo 'hello, world' | npx samsa produce greetings${here}
  npx samsa consume greetings --exit${here}
with kcat:
  echo 'hello, world' | kcat -P -b ${first} -t greetings
  kcat -C -b ${first} -t greetings -e
with the tools of a Kafka download:
  bin/kafka-console-producer.sh --bootstrap-server ${first} --topic greetings
  bin/kafka-console-consumer.sh --bootstrap-server ${first} --topic greetings --from-beginning
or with the Kafka client of any language: bootstrap.servers=${first}

`;
}

/** An address to connect to from this machine. */
function clientHost(host: string): string {
  if (host === '' || host === '0.0.0.0' || host === '::') return 'localhost';
  return host.includes(':') ? `[${host}]` : host;
}
