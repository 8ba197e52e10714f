/**
 * How a classic group divides partitions, and what a member tells the leader for that: Kafka's four assignors, or one of
 * the application's own.
 */
import { nearestName } from '#kernel';
import { clientAssignors } from '../assignors/assignors.ts';
import type { AssignableTopic, GroupAssignment, SubscribedMember, TopicPartition } from '../assignors/group-members.ts';
import { writeCooperativeGeneration, writeStickyUserData } from '../assignors/subscription.ts';
import { invalidConfig } from '../config/parse-options.ts';

/**
 * `eager` members give up all they have before they join; `cooperative` ones keep it and give up what the new assignment
 * takes away (KIP-429).
 */
export type RebalanceProtocol = 'eager' | 'cooperative';

/** An assignor for `partitionAssignmentStrategy`, as Java's ConsumerPartitionAssignor. */
export interface GroupAssignor {
  /** As members tell each other; all members of a group must have one in common. */
  readonly name: string;
  /** What it can do, the better last: a consumer uses the best that all its assignors can. */
  readonly protocols: readonly RebalanceProtocol[];
  /** Runs on the member that leads the group. Throws, or rejects, where it cannot divide. */
  readonly assign: (
    topics: readonly AssignableTopic[],
    members: readonly SubscribedMember[],
  ) => GroupAssignment | Promise<GroupAssignment>;
  /** What this member tells the leader's `assign` as `userData`. */
  subscriptionUserData?(topics: readonly string[]): Uint8Array | null;
  /** What this member got, of which generation. */
  onAssignment?(partitions: readonly TopicPartition[], generationId: number): void;
}

/**
 * The assignors of `partitionAssignmentStrategy`: names of Kafka's (`range`, `roundrobin`, `sticky`,
 * `cooperative-sticky`) or objects. One instance for each member, as the sticky ones remember what they got.
 */
export function assignorsFor(strategies: readonly (string | GroupAssignor)[]): GroupAssignor[] {
  return strategies.map((strategy) => (typeof strategy === 'string' ? kafkaAssignor(strategy) : strategy));
}

function kafkaAssignor(name: string): GroupAssignor {
  switch (name) {
    case 'range':
    case 'roundrobin':
      return { name, protocols: ['eager'], assign: clientAssignors.get(name)! };
    case 'sticky':
      return stickyAssignor();
    case 'cooperative-sticky':
      return cooperativeAssignor();
    default:
      throw invalidConfig(unknownAssignor(name));
  }
}

function unknownAssignor(name: string): string {
  const known = [...clientAssignors.keys()];
  const nearest = nearestName(name, known);
  const hint = nearest === null ? `there are ${known.join(', ')}` : `did you mean ${nearest}?`;
  return `there is no assignor ${name} for partitionAssignmentStrategy; ${hint}`;
}

/** What it got goes along as user data, with its generation, so that the leader can leave it there (KIP-54). */
function stickyAssignor(): GroupAssignor {
  let owned: readonly TopicPartition[] | null = null;
  let generation = -1;
  return {
    name: 'sticky',
    protocols: ['eager'],
    assign: clientAssignors.get('sticky')!,
    subscriptionUserData: () => (owned === null ? null : writeStickyUserData(owned, generation)),
    onAssignment: (partitions, generationId) => {
      owned = partitions;
      generation = generationId;
    },
  };
}

/** The leader reads what it has from the subscription; only the generation is user data, for leaders of old (KIP-792). */
function cooperativeAssignor(): GroupAssignor {
  let generation = -1;
  return {
    name: 'cooperative-sticky',
    protocols: ['eager', 'cooperative'],
    assign: clientAssignors.get('cooperative-sticky')!,
    subscriptionUserData: () => writeCooperativeGeneration(generation),
    onAssignment: (_partitions, generationId) => {
      generation = generationId;
    },
  };
}

/** The best that all can do; an assignor of another name is on the way out when a group moves from one to the next. */
export function commonProtocol(assignors: readonly GroupAssignor[]): RebalanceProtocol {
  return assignors.every(({ protocols }) => protocols.includes('cooperative')) ? 'cooperative' : 'eager';
}
