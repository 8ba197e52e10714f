/**
 * The bits of "authorized operations" (KIP-430): bit N stands for the AclOperation with code N. Without an authorizer
 * everybody may do everything that the kind of resource knows.
 */
import { AclOperation } from './authorization.ts';

const { READ, WRITE, CREATE, DELETE, ALTER, DESCRIBE, CLUSTER_ACTION } = AclOperation;
const { DESCRIBE_CONFIGS, ALTER_CONFIGS, IDEMPOTENT_WRITE } = AclOperation;

export const ALL_TOPIC_OPERATIONS: number = bits(
  READ,
  WRITE,
  CREATE,
  DELETE,
  ALTER,
  DESCRIBE,
  DESCRIBE_CONFIGS,
  ALTER_CONFIGS,
);
export const ALL_GROUP_OPERATIONS: number = bits(READ, DELETE, DESCRIBE, DESCRIBE_CONFIGS, ALTER_CONFIGS);
export const ALL_CLUSTER_OPERATIONS: number = bits(
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
