/** Takes a member out of a streams group that cannot do it for itself any more. */
import {
  newStreamsGroupHeartbeatRequest,
  streamsGroupHeartbeatRequest,
  streamsGroupHeartbeatResponse,
} from '#protocol';
import { commonConfigs } from '../config/common-configs.ts';
import { parseOptions } from '../config/parse-options.ts';
import { errorFor } from '../errors.ts';
import { COMMON_CODE_OPTIONS, type CommonClientOptions, openClient } from '../open-client.ts';

/** Who is to leave. */
export interface LeavingMember {
  /** The application's id. */
  readonly groupId: string;
  /** As the member told it: `StreamsMember.memberId`. */
  readonly memberId: string;
  /** For all of the call. */
  readonly timeoutMs: number;
}

const HEARTBEAT = [streamsGroupHeartbeatRequest, streamsGroupHeartbeatResponse] as const;
const LEAVES = -1;

/**
 * Its tasks go to others now, and not when its session is over. Whoever calls it must know that the member is gone: one that
 * lives would go on with its tasks until its next heartbeat. Rejects with the coordinator's error, UNKNOWN_MEMBER_ID where
 * the group has no such member.
 */
export async function leaveStreamsGroup(
  options: CommonClientOptions,
  { groupId, memberId, timeoutMs }: LeavingMember,
): Promise<void> {
  const config = parseOptions('client', commonConfigs, COMMON_CODE_OPTIONS, options);
  const client = openClient(options, { kind: 'admin', config, allowAutoTopicCreation: false });
  try {
    const nodeId = await client.cluster.coordinator('group', groupId, { timeoutMs });
    const request = newStreamsGroupHeartbeatRequest({ groupId, memberId, memberEpoch: LEAVES });
    const { errorCode, errorMessage } = await client.cluster.send(nodeId, HEARTBEAT, request, { timeoutMs });
    if (errorCode !== 0) throw errorFor(errorCode, errorMessage);
  } finally {
    await client.close(0);
  }
}
