import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { kindOfFile, kinds } from './kinds.ts';
import { readJsonLines } from './read-lines.ts';
import { runFile } from './run-file.ts';

const folder = join(import.meta.dirname, '../../testdata/vectors');

describe('golden vectors', () => {
  const files = readdirSync(folder).filter((file) => file.endsWith('.jsonl.gz'));

  for (const file of files) {
    test(`${file} passes as a whole`, () => {
      const kind = kindOfFile(file);
      assert.ok(kind !== undefined);
      const lines = readJsonLines(join(folder, file));
      const { passed, failures } = runFile(kind, lines, join(folder, file));
      assert.deepEqual(failures, []);
      assert.equal(passed, lines.length);
      assert.ok(passed > 0);
    });
  }

  test('there are vectors of every kind that the runner knows', () => {
    const present = new Set(files.map((file) => kindOfFile(file)));
    assert.deepEqual(
      kinds.filter((kind) => !present.has(kind)),
      [],
    );
  });
});

describe('the runner', () => {
  const temporary = mkdtempSync(join(tmpdir(), 'vectors-'));
  after(() => rmSync(temporary, { recursive: true }));

  function run(name: string, lines: unknown[]): { status: number | null; stdout: string; stderr: string } {
    const path = join(temporary, name);
    writeFileSync(path, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
    const main = join(import.meta.dirname, 'main.ts');
    return spawnSync(process.execPath, ['--conditions=source', main, path], { encoding: 'utf8' });
  }

  test('tells the kind by the longest name in the name of the file', () => {
    assert.equal(kindOfFile('/a/wire-2.jsonl.gz')?.name, 'wire');
    assert.equal(kindOfFile('my-wire-invalid.jsonl.gz')?.name, 'wire-invalid');
    assert.equal(kindOfFile('coordinator-records-b.jsonl.gz')?.name, 'coordinator-records');
    assert.equal(kindOfFile('/wire/other.jsonl.gz'), undefined);
  });

  test('names line and reason of a failure, counts, and exits with 1', () => {
    const good = { text: 'AAAAAAAAAAAAAAAAAAAAAA', hex: '00000000000000000000000000000000' };
    const { status, stdout } = run('uuid-mixed.jsonl', [good, { ...good, hex: null }, good]);
    assert.equal(status, 1);
    assert.match(stdout, /^uuid-mixed\.jsonl:2: AAAAAAAAAAAAAAAAAAAAAA: becomes 0+, not null$/m);
    assert.match(stdout, /\n2 passed, 1 failed\n$/);
  });

  test('says so of a file whose kind it does not know, and exits with 1', () => {
    const { status, stdout, stderr } = run('other.jsonl', [{}]);
    assert.equal(status, 1);
    assert.match(stderr, /other\.jsonl is of no kind that this runner knows/);
    assert.equal(stdout, '0 passed, 0 failed\n');
  });

  test('says so of a file that does not hold JSON, and exits with 1', () => {
    const path = join(temporary, 'uuid-broken.jsonl');
    writeFileSync(path, '{"text":');
    const main = join(import.meta.dirname, 'main.ts');
    const { status, stderr } = spawnSync(process.execPath, ['--conditions=source', main, path], { encoding: 'utf8' });
    assert.equal(status, 1);
    assert.match(stderr, /uuid-broken\.jsonl does not hold lines of JSON/);
  });

  test('fails the lines that a kind does not judge', () => {
    const half = { name: 'half', check: () => [{ ok: true, what: '' }] };
    assert.deepEqual(runFile(half, [1, 2], ''), { passed: 1, failures: [{ line: 2, what: 'not judged' }] });
  });

  test('fails a message whose bytes or contents are not those of the vector', () => {
    const lines = readJsonLines(join(folder, 'wire.jsonl.gz')) as { hex: string; version: number }[];
    const wire = kindOfFile('wire.jsonl.gz')!;
    const line = lines.find(({ hex }) => hex.length > 100)!;
    const other = { ...line, hex: `${line.hex.slice(0, -2)}${line.hex.endsWith('00') ? '01' : '00'}` };
    assert.equal(runFile(wire, [line], '').failures.length, 0);
    assert.equal(runFile(wire, [other], '').failures.length, 1);
  });
});
