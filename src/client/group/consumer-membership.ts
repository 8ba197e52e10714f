/** A member of a KIP-848 consumer group (`groupProtocol: 'consumer'`). */
import { ConsumerHeartbeats } from './consumer-heartbeats.ts';
import type { GroupMembership, MembershipDependencies } from './group-membership.ts';
import { HeartbeatMembership } from './heartbeat-membership.ts';

export function consumerMembership(dependencies: MembershipDependencies): GroupMembership {
  const { env, logger, cluster, config, listener } = dependencies;
  const protocol = new ConsumerHeartbeats(cluster, config);
  return new HeartbeatMembership({ env, logger, cluster, config, listener, protocol });
}
