/**
 * Assignments of the clients' and the coordinator's assignors. Where the vector says that nothing hangs on the order of
 * Java's hash maps, ours must be the same; otherwise as even and as sticky, and whole in any case.
 */
import { clientAssignors, readSubscription, writeAssignment } from '#client';
import { consumerGroupAssignors, type GroupMember, shareGroupAssignors } from '#coordinator';
import { isKafkaError } from '#kernel';
import type { Outcome, VectorKind } from './kind.ts';
import { outcomeOf } from './kind.ts';

type Pair = [string, number];

interface MemberLine {
  memberId: string;
  instanceId: string | null;
  rackId: string | null;
  topics: string[];
  owned: Pair[];
  subscriptionHex?: string;
}

interface AssignorLine {
  side: 'client' | 'server';
  assignor: string;
  case: number;
  topics: { name?: string; id?: string; partitions: number; racks?: string[][] | null; assignable?: number[] }[];
  members: MemberLine[];
  assignment?: Record<string, Pair[]>;
  assignmentHex?: Record<string, string>;
  error?: string;
  exact?: boolean;
  exactOrder?: boolean;
  sizes?: number[] | null;
  kept?: number | null;
}

/** By member, its partitions in the order in which it gets them. */
type Assigned = Map<string, Pair[]>;

export const assignors: VectorKind = {
  name: 'assignors',
  *check(lines): Iterable<Outcome> {
    for (const line of lines as readonly AssignorLine[]) {
      yield outcomeOf(`${line.side} ${line.assignor} case ${line.case}`, () => checkLine(line));
    }
  },
};

function checkLine(line: AssignorLine): string | null {
  let assigned: Assigned;
  try {
    assigned = line.side === 'client' ? assignAsClient(line) : assignAsCoordinator(line);
  } catch (error) {
    if (isKafkaError(error) && line.error !== undefined) return null;
    throw error;
  }
  if (line.error !== undefined) return `it is assigned, against Kafka's ${line.error}`;
  return (
    compareSizes(assigned, line) ??
    compareKept(assigned, line) ??
    compareMembers(assigned, line) ??
    compareWhole(assigned, line)
  );
}

function assignAsClient(line: AssignorLine): Assigned {
  const members = line.members.map(({ memberId, instanceId, subscriptionHex }) =>
    readSubscription(memberId, instanceId, Buffer.from(subscriptionHex!, 'hex')),
  );
  const topics = line.topics.map(({ name, partitions, racks }) => ({ name: name!, partitions, racks: racks ?? null }));
  const assignment = clientAssignors.get(line.assignor)!(topics, members);
  return new Map([...assignment].map(([id, list]) => [id, list.map(({ topic, partition }) => [topic, partition])]));
}

function assignAsCoordinator(line: AssignorLine): Assigned {
  const topics = new Map(line.topics.map((topic) => [topic.id!, topic]));
  const members = line.members.map(groupMember);
  const assignor = consumerGroupAssignors.get(line.assignor) ?? shareGroupAssignors.get(line.assignor)!;
  const target = assignor(members, {
    partitionCount: (id) => topics.get(id)?.partitions ?? -1,
    isAssignable: (id, partition) => topics.get(id)?.assignable?.includes(partition) ?? true,
  });
  const pairs = (assignment: Map<string, number[]>): Pair[] =>
    [...assignment].flatMap(([id, list]) => list.map((partition): Pair => [id, partition]));
  return new Map([...target].map(([memberId, assignment]) => [memberId, pairs(assignment)]));
}

function groupMember({ memberId, instanceId, topics, owned }: MemberLine): GroupMember {
  const assignedPartitions = new Map<string, number[]>();
  for (const [id, partition] of owned) assignedPartitions.set(id, [...(assignedPartitions.get(id) ?? []), partition]);
  return { memberId, instanceId, subscribedTopicIds: new Set(topics), assignedPartitions };
}

function textOf(pairs: readonly Pair[]): string[] {
  return pairs.map(([topic, partition]) => `${topic}-${partition}`);
}

function compareSizes(assigned: Assigned, { sizes }: AssignorLine): string | null {
  const ours = [...assigned.values()].map((list) => list.length).sort((a, b) => a - b);
  if (sizes === undefined || sizes === null || String(ours) === String(sizes)) return null;
  return `the sizes are ${String(ours)}, not ${String(sizes)}`;
}

function compareKept(assigned: Assigned, { members, kept }: AssignorLine): string | null {
  let ours = 0;
  for (const { memberId, owned } of members) {
    const had = new Set(textOf(owned));
    ours += textOf(assigned.get(memberId) ?? []).filter((partition) => had.has(partition)).length;
  }
  return kept === undefined || kept === null || ours === kept ? null : `${ours} partitions stay, not ${kept}`;
}

function compareMembers(assigned: Assigned, line: AssignorLine): string | null {
  for (const { memberId } of line.members) {
    const wanted = line.assignment?.[memberId] ?? [];
    const ours = assigned.get(memberId) ?? [];
    const isSame = String(textOf(ours).sort()) === String(textOf(wanted).sort());
    if (line.exact === true && !isSame) return `${memberId} gets ${String(textOf(ours))}`;
    if (line.exactOrder === true && String(ours) !== String(wanted)) return `${memberId} gets in order ${String(ours)}`;
    const hex = line.assignmentHex?.[memberId];
    const written = writeAssignment(wanted.map(([topic, partition]) => ({ topic, partition }))).toString('hex');
    if (hex !== undefined && written !== hex) return `the assignment of ${memberId} is written as ${written}`;
  }
  return null;
}

/** Nobody gets a partition twice, one that does not exist, or, but of a share group, one that another has too. */
function compareWhole(assigned: Assigned, line: AssignorLine): string | null {
  const counts = new Map(line.topics.map(({ name, id, partitions }) => [name ?? id, partitions]));
  const given = new Set<string>();
  for (const pairs of assigned.values()) {
    const own = new Set(textOf(pairs));
    if (own.size !== pairs.length) return 'a member gets a partition twice';
    for (const [topic, partition] of pairs) {
      if (partition >= (counts.get(topic) ?? 0)) return `${topic}-${partition} does not exist`;
      const text = `${topic}-${partition}`;
      if (given.has(text) && line.assignor !== 'simple') return `${text} is given twice`;
      given.add(text);
    }
  }
  if (line.assignor === 'cooperative-sticky') return null;
  return compareGiven(given, line);
}

/** Everything that somebody subscribes to and may have is given. */
function compareGiven(given: ReadonlySet<string>, line: AssignorLine): string | null {
  const wanted = new Set(line.members.flatMap(({ topics }) => topics));
  for (const { name, id, partitions, assignable } of line.topics) {
    const topic = (name ?? id)!;
    if (!wanted.has(topic)) continue;
    for (let partition = 0; partition < partitions; partition++) {
      if (!given.has(`${topic}-${partition}`) && (assignable?.includes(partition) ?? true))
        return `${topic}-${partition} is left`;
    }
  }
  return null;
}
