/** The hash of groups and transactional ids, and the partitions of the coordinators' topics that they fall on. */
import { partitionForGroup } from '#coordinator';
import type { Outcome, VectorKind } from './kind.ts';
import { outcomeOf } from './kind.ts';

interface GroupLine {
  id: string;
  hashCode: number;
  partitions: [number, number][];
}

export const grouphash: VectorKind = {
  name: 'grouphash',
  *check(lines): Iterable<Outcome> {
    for (const line of lines as readonly GroupLine[]) yield outcomeOf(line.id, () => checkLine(line));
  },
};

/** Of so many partitions each hash has its own, but for its sign. */
const ALL_HASHES = 2 ** 31;

function checkLine({ id, hashCode, partitions }: GroupLine): string | null {
  const positive = hashCode === -ALL_HASHES ? 0 : Math.abs(hashCode);
  const expected: [number, number][] = [[ALL_HASHES, positive], ...partitions];
  const wrong = expected.find(([count, partition]) => partitionForGroup(id, count) !== partition);
  if (wrong === undefined) return null;
  const [count, partition] = wrong;
  return `falls on partition ${partitionForGroup(id, count)} of ${count}, not on ${partition}`;
}
