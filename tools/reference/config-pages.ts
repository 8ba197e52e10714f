/** The reference pages of configs: what there is, of which type, with which default. */
import { brokerConfigTable } from '#broker';
import { groupConfigTable } from '#coordinator';
import { topicConfigTable } from '#log';

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
