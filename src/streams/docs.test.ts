/** The examples of the guide are run: what they claim in tests of their own becomes tests here. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { test } from 'node:test';

const guide = readFileSync(new URL('../../docs/streams.md', import.meta.url), 'utf8');
const examples = [...guide.matchAll(/^```ts\n(.*?)^```$/gms)].map((match) => match[1]!);

for (const example of examples) {
  const code = stripTypeScriptTypes(example).replace(/'samsa\/(\w+)'/g, (_name, door: string) =>
    JSON.stringify(import.meta.resolve(`#${door}`)),
  );
  await import(`data:text/javascript,${encodeURIComponent(code)}`);
}

test('all examples of the guide to streams run', () => {
  assert.equal(examples.length, 9);
});
