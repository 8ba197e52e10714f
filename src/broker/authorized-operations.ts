/**
 * The bits of "authorized operations" (KIP-430): bit N stands for the AclOperation with code N. Of all that the
 * kind of resource knows there are those that the client may do; without an authorizer everybody may do everything.
 */
import { AclOperation, AclResourceType, CLUSTER_NAME, isAuthorized } from './authorization.ts';
import type { RequestContext } from './handler.ts';

const { READ, WRITE, CREATE, DELETE, ALTER, DESCRIBE, CLUSTER_ACTION } = AclOperation;
const { DESCRIBE_CONFIGS, ALTER_CONFIGS, IDEMPOTENT_WRITE } = AclOperation;

const ALL_TOPIC_OPERATIONS: number = bits(
  READ,
  WRITE,
  CREATE,
  DELETE,
  ALTER,
  DESCRIBE,
  DESCRIBE_CONFIGS,
  ALTER_CONFIGS,
);
const ALL_GROUP_OPERATIONS: number = bits(READ, DELETE, DESCRIBE, DESCRIBE_CONFIGS, ALTER_CONFIGS);
const ALL_CLUSTER_OPERATIONS: number = bits(
  CREATE,
  ALTER,
  DESCRIBE,
  CLUSTER_ACTION,
  DESCRIBE_CONFIGS,
  ALTER_CONFIGS,
  IDEMPOTENT_WRITE,
);

function bits(...operations: number[]): number {
  return operations.reduce((all, operation) => all | (1 << operation), 0);
}

type Who = Pick<RequestContext, 'broker' | 'client'>;

export function authorizedTopicOperations(context: Who, name: string): number {
  return authorized(context, ALL_TOPIC_OPERATIONS, { type: AclResourceType.TOPIC, name });
}

export function authorizedGroupOperations(context: Who, name: string): number {
  return authorized(context, ALL_GROUP_OPERATIONS, { type: AclResourceType.GROUP, name });
}

/** Who may not describe the cluster may do nothing to it. */
export function authorizedClusterOperations(context: Who): number {
  const cluster = { type: AclResourceType.CLUSTER, name: CLUSTER_NAME };
  return isAuthorized(context, DESCRIBE, cluster) ? authorized(context, ALL_CLUSTER_OPERATIONS, cluster) : 0;
}

function authorized(context: Who, all: number, resource: { readonly type: number; readonly name: string }): number {
  const { authorizer } = context.broker;
  if (authorizer === null) return all;
  let authorizedBits = 0;
  for (let operation = 0; 1 << operation <= all; operation++) {
    const isKnown = (all & (1 << operation)) !== 0;
    if (isKnown && authorizer.isAllowed(context.client, operation, resource)) authorizedBits |= 1 << operation;
  }
  return authorizedBits;
}
