/** Keys: their murmur2 hash and the partitions it gives. */
import { murmur2, partitionForKey } from '#protocol';
import type { Outcome, VectorKind } from './kind.ts';
import { outcomeOf } from './kind.ts';

interface KeyLine {
  keyHex: string;
  murmur2: number;
  positive: number;
  partitions: [number, number][];
}

export const partitioner: VectorKind = {
  name: 'partitioner',
  *check(lines): Iterable<Outcome> {
    for (const line of lines as readonly KeyLine[]) yield outcomeOf(`key ${line.keyHex}`, () => checkLine(line));
  },
};

function checkLine(line: KeyLine): string | null {
  const key = Buffer.from(line.keyHex, 'hex');
  const hash = murmur2(key);
  if (hash !== line.murmur2 || (hash & 0x7fffffff) !== line.positive) return `its hash is ${hash}, not ${line.murmur2}`;
  for (const [count, partition] of line.partitions) {
    const ours = partitionForKey(key, count);
    if (ours !== partition) return `of ${count} partitions it goes to ${ours}, not ${partition}`;
  }
  return null;
}
