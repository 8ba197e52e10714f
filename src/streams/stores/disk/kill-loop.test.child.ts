/** `node kill-loop.test.child.ts DIRECTORY`: goes on where its stores are, and says by a dot that it begins a commit. */
import { writeSync } from 'node:fs';
import { KilledStores, nextAfter } from './kill-loop.testing.ts';

/** Then it ends by itself, which nobody waits for. */
const MOST_COMMITS = 100_000;
const MOST_IN_A_COMMIT = 40;

const stores = new KilledStores(process.argv[2]!);
let [row, window] = [stores.rows, stores.windows].map(({ changelogOffset }) => nextAfter(changelogOffset)) as [
  number,
  number,
];
for (let commits = 0; commits < MOST_COMMITS; commits++) {
  // What one of them had committed before a crash and the other had not comes back to that one first.
  const target = Math.max(row, window) + 1 + ((commits * 17) % MOST_IN_A_COMMIT);
  while (row < target) stores.putRow(row++);
  while (window < target) stores.putWindow(window++);
  writeSync(1, '.');
  stores.rows.commit(row - 1);
  stores.windows.commit(window - 1);
}
