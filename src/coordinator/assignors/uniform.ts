/** The coordinator's assignor `uniform` (KIP-848): as even as can be, and within that as sticky as can be. */
import {
  emptyAssignment,
  type GroupMember,
  isHomogeneous,
  type TargetAssignment,
  type TopicDescriber,
} from './group-spec.ts';
import { assignUniformHeterogeneous } from './uniform-heterogeneous.ts';
import { assignUniformHomogeneous } from './uniform-homogeneous.ts';

export function assignUniform(members: readonly GroupMember[], topics: TopicDescriber): TargetAssignment {
  if (members.length === 0) return emptyAssignment(members);
  return isHomogeneous(members)
    ? assignUniformHomogeneous(members, topics)
    : assignUniformHeterogeneous(members, topics);
}
