/**
 * What of StreamsGroupHeartbeat can be refused without looking at the group (KIP-1071), in Kafka 4.3's order: what it does
 * not support yet first, then what makes no sense.
 */
import { Errors, type StreamsGroupHeartbeatRequest, type StreamsGroupHeartbeatRequestTopology } from '#protocol';

export interface HeartbeatError {
  readonly errorCode: number;
  readonly errorMessage: string;
}

export const LEAVE_EPOCH = -1;
const LEAVE_STATIC_EPOCH = -2;
export const JOIN_EPOCH = 0;
const NO_TIMEOUT = -1;

/** Null where there is nothing to object to. */
export function heartbeatProblem(request: StreamsGroupHeartbeatRequest): HeartbeatError | null {
  const problem = unsupported(request) ?? missing(request) ?? misplaced(request);
  if (problem !== null) return invalidRequest(problem);
  return request.topology === null ? null : invalidTopology(request.topology);
}

function invalidRequest(errorMessage: string): HeartbeatError {
  return { errorCode: Errors.INVALID_REQUEST.code, errorMessage };
}

/** Neither does Kafka 4.3. */
function unsupported(request: StreamsGroupHeartbeatRequest): string | null {
  if (request.instanceId !== null) return 'streams groups do not have static members yet';
  if (request.taskOffsets !== null) return 'TaskOffsets are not supported yet';
  if (request.taskEndOffsets !== null) return 'TaskEndOffsets are not supported yet';
  if ((request.warmupTasks?.length ?? 0) > 0) return 'there are no warm-up tasks yet';
  const hasRegex = request.topology?.subtopologies.some(({ sourceTopicRegex }) => sourceTopicRegex.length > 0);
  return hasRegex === true ? 'source topics cannot be given by regular expressions yet' : null;
}

function missing({ memberId, groupId, rackId }: StreamsGroupHeartbeatRequest): string | null {
  if (memberId === '') return 'MemberId is empty';
  if (groupId === '') return 'GroupId is empty';
  return rackId === '' ? 'RackId is empty' : null;
}

function misplaced(request: StreamsGroupHeartbeatRequest): string | null {
  const { memberEpoch, activeTasks, standbyTasks, warmupTasks, topology } = request;
  const tasks = [activeTasks, standbyTasks, warmupTasks];
  if (memberEpoch === JOIN_EPOCH) {
    if (request.rebalanceTimeoutMs === NO_TIMEOUT) return 'a member that joins must say its RebalanceTimeoutMs';
    if (tasks.some((list) => list === null || list.length > 0)) return 'a member that joins has no tasks, and says so';
    if (topology === null) return 'a member that joins must bring its Topology';
  } else if (memberEpoch === LEAVE_STATIC_EPOCH) {
    return 'only a member with an InstanceId can leave for a while';
  } else if (memberEpoch < LEAVE_STATIC_EPOCH) {
    return `MemberEpoch is ${memberEpoch}, and must be at least ${LEAVE_STATIC_EPOCH}`;
  }
  if (tasks.some((list) => list !== null) && tasks.includes(null)) return 'all kinds of tasks must be told, or none';
  return memberEpoch !== JOIN_EPOCH && topology !== null ? 'only a member that joins brings its Topology' : null;
}

function invalidTopology({ subtopologies }: StreamsGroupHeartbeatRequestTopology): HeartbeatError | null {
  for (const { stateChangelogTopics } of subtopologies) {
    const fixed = stateChangelogTopics.find(({ partitions }) => partitions !== 0);
    if (fixed === undefined) continue;
    const errorMessage = `changelog ${fixed.name} has as many partitions as there are tasks, and cannot ask for ${fixed.partitions}`;
    return { errorCode: Errors.STREAMS_INVALID_TOPOLOGY.code, errorMessage };
  }
  return null;
}
