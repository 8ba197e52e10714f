/** All schemas of registries that page in different ways. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RegistryClient } from '#serde';
import { allSchemas } from './all-schemas.ts';

const KNOWN = Array.from({ length: 7 }, (_, index) => ({
  subject: `s${index}`,
  version: 1,
  id: index,
  schema: '"int"',
}));

async function subjectsOf(pageFrom: (offset: number) => readonly object[]): Promise<string[]> {
  const client = new RegistryClient({
    schemaRegistryUrl: 'http://a',
    fetch: (url) => {
      const offset = Number(new URL(url).searchParams.get('offset'));
      const text = Buffer.from(JSON.stringify(pageFrom(offset)));
      return Promise.resolve({ status: 200, body: ReadableStream.from([text]) });
    },
  });
  const subjects: string[] = [];
  for await (const { subject } of allSchemas(client, {})) subjects.push(subject);
  return subjects;
}

test('each schema comes once, whether pages are short or there are none', async () => {
  const all = KNOWN.map(({ subject }) => subject);
  assert.deepEqual(await subjectsOf((offset) => KNOWN.slice(offset, offset + 3)), all);
  assert.deepEqual(await subjectsOf(() => KNOWN), all);
  assert.deepEqual(await subjectsOf(() => []), []);
});
