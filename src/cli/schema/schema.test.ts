/** The commands about schemas, run in this process against a registry in memory. */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, afterEach, after, test } from 'node:test';
import { CliBroker } from '../cli.testing.ts';
import { CliRegistry, recordText } from './schema.testing.ts';

const directory = mkdtempSync(join(tmpdir(), 'samsa-schema-'));
after(() => rmSync(directory, { recursive: true, force: true }));
let registry: CliRegistry;
beforeEach(async () => {
  registry = await CliRegistry.start();
});
afterEach(() => registry.stop());

function fileOf(name: string, text: string): string {
  const path = join(directory, name);
  writeFileSync(path, text);
  return path;
}

const FIRST = recordText('Order', [
  ['id', 'long'],
  ['status', { type: 'enum', name: 'Status', symbols: ['NEW', 'PAID', 'GONE'] }],
]);
const SECOND = recordText('Order', [
  ['id', 'long'],
  ['status', { type: 'enum', name: 'Status', symbols: ['NEW', 'PAID', 'GONE'] }],
  ['note', ['null', 'string'], null],
]);
const BAD = recordText('Order', [
  ['id', 'string'],
  ['status', { type: 'enum', name: 'Status', symbols: ['NEW', 'PAID'] }],
  ['total', 'double'],
]);

test('what is registered is listed, shown, and deleted in the end', async () => {
  const file = fileOf('order.avsc', FIRST);
  assert.equal(await registry.output(['register', 'orders-value', file]), 'orders-value\t1\t1\n');
  assert.equal(await registry.output(['register', 'orders-value', file]), 'orders-value\t1\t1\n');
  await registry.register('users-value', '{"type":"object"}', ['--type', 'json', '--property', 'owner=me']);
  assert.equal(await registry.output(['list']), 'orders-value\t1\t1\tAVRO\t-\nusers-value\t1\t2\tJSON\t-\n');
  assert.match(await registry.output(['list', 'user'], { terminal: 100 }), /SUBJECT[^]*users-value/);
  const page = await registry.output(['show', 'users-value']);
  assert.match(page, /^Subject {3}users-value\nVersion {3}1\n[^]*"owner":"me"[^]*\n\{\n {2}"type": "object"\n\}\n$/);
  assert.equal(await registry.output(['show', 'users-value', '--text']), '{"type":"object"}\n');
  const shown = JSON.parse(await registry.output(['show', '--id', '1', '--json'])) as Record<string, unknown>;
  assert.deepEqual([shown['id'], shown['subjects']], [1, ['orders-value:1']]);
  assert.equal(await registry.output(['delete', 'orders-value', '1']), 'orders-value\t1\n');
  assert.equal(await registry.output(['list', 'orders']), '');
  assert.match(await registry.output(['list', 'orders', '--deleted']), /1 \(deleted\)/);
  assert.equal(await registry.output(['delete', 'orders-value', '--permanent']), 'orders-value\t1\n');
  assert.equal(await registry.output(['list', 'orders', '--deleted']), '');
});

async function restart(options: { readonly isForeign: boolean }): Promise<void> {
  await registry.stop();
  registry = await CliRegistry.start(options);
}

for (const isForeign of [false, true]) {
  const options = { isForeign };
  const whose = isForeign ? ' at a registry that explains nothing' : '';
  test(`a check${whose} says of each difference where it is, what it means and what would make it pass, and ends with 1`, async () => {
    await restart(options);
    await registry.register('orders-value', FIRST);
    const { code, stdout, stderr } = await registry.run(['check', 'orders-value', fileOf('bad.avsc', BAD)]);
    assert.deepEqual([code, stderr], [1, '']);
    assert.match(stdout, /bad\.avsc would be refused under orders-value \(BACKWARD\)\./);
    assert.match(
      stdout,
      /cannot read data of version 1:\n {2}id\.type {2}TYPE_MISMATCH\n {4}the reader has string where the writer has long\n {4}→ keep the type/,
    );
    assert.match(
      stdout,
      / {2}status\.type\.symbols {2}MISSING_ENUM_SYMBOLS\n {4}the reader does not know the symbols GONE\n {4}→ keep the symbols GONE, or/,
    );
    assert.match(stdout, / {2}total {2}READER_FIELD_MISSING_DEFAULT_VALUE\n.*\n {4}→ give the field total a default\n/);
    assert.match(stdout, /Who reads orders is not known: no cluster answers/);
    const refused = await registry.run(['register', 'orders-value', fileOf('bad.avsc', BAD)]);
    assert.equal(refused.code, 1);
    assert.match(refused.stderr, /^samsa: .*bad\.avsc is not compatible; samsa schema check orders-value .* says why/);
  });

  test(`a check${whose} registers nothing, and knows levels, readers of old versions, first schemas and broken ones`, async () => {
    await restart(options);
    const second = fileOf('second.avsc', SECOND);
    const check = async (file: string): Promise<[number | null, Record<string, unknown>]> => {
      const { code, stdout } = await registry.run(['check', 'orders-value', file, '--json']);
      return [code, JSON.parse(stdout) as Record<string, unknown>];
    };
    const [, first] = await check(second);
    assert.deepEqual([first['isCompatible'], first['versions'], first['groups']], [true, [], null]);
    assert.equal(await registry.output(['list']), '');
    await registry.register('orders-value', SECOND);
    assert.equal((await check(second))[1]['registeredAs'], 1);
    await registry.output(['config', 'orders-value', '--compatibility', 'full']);
    const without = fileOf('without.avsc', recordText('Order', [['note', ['null', 'string'], null]]));
    const [code, report] = await check(without);
    const found = (report['differences'] as { reader: string; place: string; remedy: string }[]).map(
      ({ reader, place, remedy }) => `${reader} ${place}: ${remedy}`,
    );
    assert.equal(code, 1);
    assert.deepEqual(
      found.map((line) => line.split(':')[0]),
      ['old id', 'old status'],
    );
    assert.match(found[0] ?? '', /keep the field id: earlier readers need it/);
    await registry.output(['config', 'orders-value', '--compatibility', 'none']);
    assert.equal((await check(without))[0], 0);
    const [broken, why] = await check(fileOf('broken.avsc', '{"type":"record"}'));
    assert.equal(broken, 1);
    assert.match(String((why['messages'] as string[])[0]), /^It is no schema: /);
  });
}

test('a check names the consumer groups of the topic', async () => {
  const broker = await CliBroker.start();
  try {
    await broker.output(['topic', 'create', 'orders']);
    await broker.output(['produce', 'orders'], { stdin: 'one\n' });
    await broker.output(['consume', 'orders', '--group', 'billing', '--from', 'beginning', '--exit']);
    await broker.output(['topic', 'create', 'others']);
    await registry.register('orders-value', FIRST);
    const second = fileOf('second.avsc', SECOND);
    const given = { bootstrap: broker.bootstrap };
    assert.match(
      await registry.output(['check', 'orders-value', second], given),
      /Consumer groups of orders: billing \(empty\)\./,
    );
    assert.match(
      await registry.output(['check', 'others-key', second], given),
      /No consumer group has committed offsets for others\./,
    );
  } finally {
    await broker.stop();
  }
});

test('a diff goes by structure, in colours on a terminal, and says who reads whose data', async () => {
  await registry.register('orders-value', FIRST);
  const one = await registry.run(['diff', 'orders-value']);
  assert.deepEqual(
    [one.code, one.stderr],
    [1, 'samsa: orders-value has one version, 1: there is nothing to compare it with\n'],
  );
  await registry.register('orders-value', SECOND);
  assert.equal(
    await registry.output(['diff', 'orders-value']),
    '+ note  {"name":"note","type":["null","string"],"default":null}\n',
  );
  const coloured = await registry.run(['diff', 'orders-value', '2', '1'], { terminal: 100 });
  assert.ok(coloured.stdout.startsWith('\u001B[31m- note '), coloured.stdout);
  assert.equal(coloured.stderr, 'Version 1 reads data of version 2; version 2 reads data of version 1.\n');
  const { changes } = JSON.parse(await registry.output(['diff', 'orders-value', '1', '--json'])) as {
    changes: unknown[];
  };
  assert.equal(changes.length, 1);
});

test('configs and modes are set, shown and taken away', async () => {
  assert.equal(await registry.output(['config']), 'compatibilityLevel\tBACKWARD\nmode\tREADWRITE\n');
  const set = [
    'config',
    'orders-value',
    '--compatibility',
    'full-transitive',
    '--normalize',
    'true',
    '--mode',
    'readonly',
  ];
  const shown = JSON.parse(await registry.output([...set, '--json'])) as Record<string, unknown>;
  assert.deepEqual(
    [shown['compatibilityLevel'], shown['normalize'], shown['mode']],
    ['FULL_TRANSITIVE', true, 'READONLY'],
  );
  assert.match(
    await registry.output(['config', 'orders-value', '--unset']),
    /^compatibilityLevel\tBACKWARD\nmode\tREADWRITE\n/,
  );
  const { code, stderr } = await registry.run(['config', '--compatibility', 'sideways']);
  assert.deepEqual([code, stderr.includes("'SIDEWAYS' is no compatibility level")], [1, true]);
});

test('what is exported is imported elsewhere as it was: ids, versions, references, deleted ones, configs and modes', async () => {
  await registry.register('zip', recordText('Zip', [['code', 'string']]));
  // Its name comes before that of what it refers to.
  await registry.register('address', recordText('Address', [['zip', 'Zip']]), [
    '--type',
    'avro',
    '--reference',
    'Zip=zip:1',
  ]);
  await registry.register('orders-value', FIRST);
  await registry.register('orders-value', SECOND);
  await registry.output(['delete', 'orders-value', '1']);
  await registry.register(':.east:orders-value', FIRST);
  await registry.output(['config', 'zip', '--compatibility', 'full', '--mode', 'readonly']);
  await registry.output(['config', '--compatibility', 'forward']);
  const file = join(directory, 'all.jsonl');
  await registry.output(['export', file]);
  const exported = readFileSync(file, 'utf8');
  assert.equal(exported, await registry.output(['export']));
  const other = await CliRegistry.start();
  try {
    assert.equal(
      (await other.run(['import', file, '--dry-run'], { terminal: 100 })).stderr.includes('5 schemas'),
      true,
    );
    assert.equal(await other.output(['list']), '');
    await other.output(['import', file]);
    assert.equal(await other.output(['export']), exported);
    await other.output(['import', '-'], { stdin: exported });
    assert.equal(await other.output(['export']), exported, 'a second time changes nothing');
  } finally {
    await other.stop();
  }
});

test('an import that fails leaves modes as they were and says which schema it was', async () => {
  await registry.register('orders-value', FIRST);
  const taken = { kind: 'schema', subject: 'users-value', version: 1, id: 1, schemaType: 'AVRO', schema: '"string"' };
  const { code, stderr } = await registry.run(['import', '-'], { stdin: `${JSON.stringify(taken)}\n` });
  assert.equal(code, 1);
  assert.match(stderr, /^samsa: users-value version 1 \(id 1\): /);
  assert.equal(await registry.output(['config', 'users-value']), 'compatibilityLevel\tBACKWARD\nmode\tREADWRITE\n');
  const foreign = await registry.run(['import', '-'], { stdin: '{"a":1}\n' });
  assert.deepEqual(
    [foreign.code, foreign.stderr],
    [2, 'samsa: standard input line 1 is no schema, config or mode: give what samsa schema export has written.\n'],
  );
});

test('mistakes are one sentence with a remedy', async () => {
  await registry.register('orders-value', FIRST);
  const sentences: [string[], number, RegExp][] = [
    [['show', 'order-value'], 1, /^samsa: there is no subject order-value; did you mean orders-value\?\n$/],
    [['show'], 2, /^samsa: give a subject, or --id\.\n$/],
    [['show', 'orders-value', 'newest'], 2, /It must be the number of a version, from 1 on, or latest/],
    [['show', 'orders-value', '9'], 1, /^samsa: version 9 not found\.\n$/],
    [['register', 'orders-value', fileOf('order.txt', FIRST)], 2, /^samsa: what is .*order\.txt\? Say --type avro/],
    [['register', 'orders-value', join(directory, 'none.avsc')], 2, /cannot be read \(ENOENT\): check the path/],
    [['list', '--registry', 'nowhere'], 2, /nowhere is no URL of a registry, as http:\/\/localhost:8081/],
    [['list', '--registry-user', 'me'], 2, /^samsa: --registry-user is of the form name:password\.\n$/],
    [
      ['list', '-r', 'http://127.0.0.1:9'],
      1,
      /^samsa: no schema registry answers \(http:\/\/127\.0\.0\.1:9 .*\): samsa start brings/,
    ],
  ];
  for (const [args, code, pattern] of sentences) {
    const ended = await registry.run(args);
    assert.equal(ended.code, code, `${args.join(' ')}: ${ended.stderr}`);
    assert.match(ended.stderr, pattern);
  }
});
