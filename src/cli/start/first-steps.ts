/** What `samsa start` prints once it serves: where it listens and what to try, with commands that exist. */
import type { BrokerConfig } from '#broker';
import { DEFAULT_BOOTSTRAP } from '../connection/connection-options.ts';

export interface FirstStepsOptions {
  readonly version: string;
  readonly config: BrokerConfig;
  /** The ports that were bound, in the order of the config's listeners. */
  readonly ports: readonly number[];
}

export function firstSteps({ version, config, ports }: FirstStepsOptions): string {
  const bootstrap = config.listeners.map(({ host }, index) => `${clientHost(host)}:${ports[index]}`);
  const first = bootstrap[0] ?? '';
  const here = first === DEFAULT_BOOTSTRAP ? '' : ` --bootstrap ${first}`;
  return `
Samsa ${version} serves Kafka clients on ${bootstrap.join(' and ')}, data in ${config.logDirs.join(', ')}. Ctrl-C stops it.

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
