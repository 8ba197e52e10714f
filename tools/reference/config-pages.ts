/** The reference pages of configs: what there is, of which type, with which default. */
import { brokerConfigTable } from '#broker';
import { streamsConfigs } from '#streams';
import { adminConfigs, consumerConfigs, producerConfigs, shareConsumerConfigs } from '#client';
import { groupConfigTable } from '#coordinator';
import { topicConfigTable } from '#log';
import { registryClientConfigs, serdeConfigs } from '#serde';

export function brokerConfigsPage(): string {
  return brokerConfigTable.referencePage({
    title: 'Broker configs',
    showUpdateMode: true,
    intro: `All keys that a \`server.properties\` for Samsa may carry: those of Kafka 4.3, and Samsa's own. They may also come
from the environment (\`KAFKA_LOG_DIRS\` for \`log.dirs\`) and from \`samsa start -o key=value\`; the later is the stronger.
A running broker takes new values of keys whose update mode is \`cluster-wide\` or \`per-broker\` through AlterConfigs.
A key with \`listener.name.<name>.\` before it is for one listener only.`,
  });
}

export function topicConfigsPage(): string {
  return topicConfigTable.referencePage({
    title: 'Topic configs',
    intro: `What a topic can be given when it is created and later through AlterConfigs. Where a topic does not set a key,
the broker's key named with it gives the value.`,
  });
}

export function groupConfigsPage(): string {
  return groupConfigTable.referencePage({
    title: 'Group configs',
    intro: `What a single group can be given through AlterConfigs. Where a group does not set a key, the broker's key named
with it gives the value.`,
  });
}

export function producerConfigsPage(): string {
  return producerConfigs.referencePage({ title: 'Producer configs', intro: clientIntro('Producer', 'linger.ms') });
}

export function consumerConfigsPage(): string {
  return consumerConfigs.referencePage({ title: 'Consumer configs', intro: clientIntro('Consumer', 'group.id') });
}

export function shareConsumerConfigsPage(): string {
  return shareConsumerConfigs.referencePage({
    title: 'Share consumer configs',
    intro: clientIntro('ShareConsumer', 'group.id'),
  });
}

export function adminConfigsPage(): string {
  return adminConfigs.referencePage({ title: 'Admin configs', intro: clientIntro('Admin', 'request.timeout.ms') });
}

export function streamsConfigsPage(): string {
  return streamsConfigs.referencePage({
    title: 'Streams configs',
    intro: `What \`topology.start({ … })\` of \`samsa/streams\` can be given, with Kafka's names in camel case:
\`commit.interval.ms\` is the option \`commitIntervalMs\`.`,
  });
}

export function serdeConfigsPage(): string {
  return serdeConfigs.referencePage({
    title: 'Serde configs',
    intro: `What \`avro({ … })\`, \`jsonSchema({ … })\` and \`protobuf({ … })\` of \`samsa/serde\` can be given, with Confluent's
names in camel case: \`auto.register.schemas\` is the option \`autoRegisterSchemas\`. Besides, they take the
[configs of the registry client](registry-client-configs.md), or a client as \`registry\`.`,
  });
}

export function registryClientConfigsPage(): string {
  return registryClientConfigs.referencePage({
    title: 'Registry client configs',
    intro: `What \`new RegistryClient({ … })\` of \`samsa/serde\` can be given, with Confluent's names in camel case:
\`schema.registry.url\` is the option \`schemaRegistryUrl\`.`,
  });
}

function clientIntro(kind: string, key: string): string {
  const option = key.replaceAll(/\.(\w)/g, (_, letter: string) => letter.toUpperCase());
  return `What \`new ${kind}({ … })\` of \`samsa/client\` can be given, with Kafka's names in camel case: \`${key}\` is the option
\`${option}\`. On the command line \`-X ${key}=…\` gives one, and \`--config FILE\` reads those of a client.properties.`;
}
