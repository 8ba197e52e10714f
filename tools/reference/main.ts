/**
 * Writes the reference pages `docs/reference/*.md` from the tables in the code, or with `--check` tells whether they
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
  shareConsumerConfigsPage,
  topicConfigsPage,
} from './config-pages.ts';
import { commandLinePage } from './command-line-page.ts';
import { errorsPage } from './errors-page.ts';

const directory = fileURLToPath(new URL('../../docs/reference/', import.meta.url));

const pages: ReadonlyMap<string, string> = new Map([
  ['broker-configs.md', brokerConfigsPage()],
  ['topic-configs.md', topicConfigsPage()],
  ['group-configs.md', groupConfigsPage()],
  ['producer-configs.md', producerConfigsPage()],
  ['consumer-configs.md', consumerConfigsPage()],
  ['share-consumer-configs.md', shareConsumerConfigsPage()],
  ['admin-configs.md', adminConfigsPage()],
  ['errors.md', errorsPage()],
  ['command-line.md', commandLinePage()],
]);

if (process.argv.includes('--check')) {
  const stale = [...pages].filter(([name, text]) => readPage(name) !== text).map(([name]) => name);
  for (const name of stale) console.error(`docs/reference/${name} is not what the code says`);
  process.exitCode = stale.length === 0 ? 0 : 1;
} else {
  mkdirSync(directory, { recursive: true });
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
