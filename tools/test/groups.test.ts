import assert from 'node:assert/strict';
import { test } from 'node:test';
import { groupsOf } from './groups.ts';

const many = Array.from({ length: 30 }, (_, index) => `src/log/part-${String(index).padStart(2, '0')}/x.test.ts`);

test('every file is in one group, and no group is of more than 12 files or of two modules', () => {
  const files = [...many, 'src/kernel/a.test.ts', 'src/log/z.test.ts', 'src/client/b.alone.test.ts'];
  const groups = groupsOf(files, 2);
  assert.deepEqual(groups.flatMap((group) => group.files).toSorted(), files.toSorted());
  for (const group of groups) {
    assert.ok(group.files.length <= 12);
    assert.equal(new Set(group.files.map((file) => file.split('/')[1])).size, 1);
  }
});

test('a file that says so in its name has a group of its own', () => {
  const groups = groupsOf(['src/log/a.test.ts', 'src/log/b.alone.test.ts', 'src/log/c.test.ts', ...many], 2);
  assert.ok(groups.some(({ files }) => files.length === 1 && files[0] === 'src/log/b.alone.test.ts'));
});

test('few files are spread over all processors', () => {
  const groups = groupsOf(['src/log/a.test.ts', 'src/log/b.test.ts', 'src/log/c.test.ts', 'src/log/d.test.ts'], 2);
  assert.deepEqual(
    groups.map(({ files }) => files.length),
    [2, 2],
  );
});

test('what takes longest starts first, since the runner takes the groups by name', () => {
  const groups = groupsOf([...many, 'src/client/simulation/simulation.test.ts'], 2);
  assert.deepEqual(groups[0]?.files, ['src/client/simulation/simulation.test.ts']);
  assert.deepEqual(
    groups.map(({ name }) => name),
    groups.map(({ name }) => name).toSorted(),
  );
});
