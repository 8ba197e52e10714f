/**
 * Writes the reference pages `docs/reference/*.md` and `docs/compatibility.md` from the tables in the code, or with `--check` tells whether they
 * are what it would write.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import {
  adminConfigsPage,
  brokerConfigsPage,
  consumerConfigsPage,
  groupConfigsPage,
  producerConfigsPage,
  registryClientConfigsPage,
  serdeConfigsPage,
  shareConsumerConfigsPage,
  streamsConfigsPage,
  topicConfigsPage,
} from './config-pages.ts';
import { commandLinePage } from './command-line-page.ts';
import { compatibilityPage } from './compatibility-page.ts';
import { errorsPage } from './errors-page.ts';

const directory = fileURLToPath(new URL('../../docs/', import.meta.url));

const pages: ReadonlyMap<string, string> = new Map([
  ['reference/broker-configs.md', brokerConfigsPage()],
  ['reference/topic-configs.md', topicConfigsPage()],
  ['reference/group-configs.md', groupConfigsPage()],
  ['reference/producer-configs.md', producerConfigsPage()],
  ['reference/consumer-configs.md', consumerConfigsPage()],
  ['reference/share-consumer-configs.md', shareConsumerConfigsPage()],
  ['reference/admin-configs.md', adminConfigsPage()],
  ['reference/streams-configs.md', streamsConfigsPage()],
  ['reference/serde-configs.md', serdeConfigsPage()],
  ['reference/registry-client-configs.md', registryClientConfigsPage()],
  ['reference/errors.md', errorsPage()],
  ['reference/command-line.md', commandLinePage()],
  ['compatibility.md', compatibilityPage()],
]);

if (process.argv.includes('--check')) {
  const stale = [...pages].filter(([name, text]) => readPage(name) !== text).map(([name]) => name);
  for (const name of stale) console.error(`docs/${name} is not what the code says`);
  process.exitCode = stale.length === 0 ? 0 : 1;
} else {
  mkdirSync(`${directory}reference`, { recursive: true });
  for (const [name, text] of pages) writeFileSync(`${directory}${name}`, text);
  console.log(`wrote ${pages.size} reference pages`);
}

function readPage(name: string): string | null {
  try {
    return readFileSync(`${directory}${name}`, 'utf8');
  } catch {
    return null;
  }
}
