/** The hash of groups and transactional ids, and the partitions of the coordinators' topics that they fall on. */
import { javaHashCode, partitionForGroup } from '../../src/coordinator/group/group-hash.ts';
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

function checkLine({ id, hashCode, partitions }: GroupLine): string | null {
  if (javaHashCode(id) !== hashCode) return `hashes to ${javaHashCode(id)}, not ${hashCode}`;
  const wrong = partitions.find(([count, partition]) => partitionForGroup(id, count) !== partition);
  return wrong === undefined ? null : `falls on another partition of ${wrong[0]} than ${wrong[1]}`;
}
