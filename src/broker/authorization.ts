/**
 * May this client do this? Every handler asks here and nowhere else, so that one place decides what an answer without
 * an authorizer is: yes.
 */
import { Errors } from '#protocol';
import type { RequestContext } from './handler.ts';

/** The codes of Kafka's AclOperation, as ACLs and "authorized operations" (KIP-430) have them. */
export const AclOperation = {
  UNKNOWN: 0,
  ANY: 1,
  ALL: 2,
  READ: 3,
  WRITE: 4,
  CREATE: 5,
  DELETE: 6,
  ALTER: 7,
  DESCRIBE: 8,
  CLUSTER_ACTION: 9,
  DESCRIBE_CONFIGS: 10,
  ALTER_CONFIGS: 11,
  IDEMPOTENT_WRITE: 12,
  CREATE_TOKENS: 13,
  DESCRIBE_TOKENS: 14,
  TWO_PHASE_COMMIT: 15,
} as const;

/** The codes of Kafka's ResourceType for ACLs. */
export const AclResourceType = {
  UNKNOWN: 0,
  ANY: 1,
  TOPIC: 2,
  GROUP: 3,
  CLUSTER: 4,
  TRANSACTIONAL_ID: 5,
  DELEGATION_TOKEN: 6,
  USER: 7,
} as const;

/** The one resource of the type CLUSTER. */
export const CLUSTER_NAME = 'kafka-cluster';

/** Kafka's KafkaPrincipal: who a connection authenticated as. */
export interface KafkaPrincipal {
  /** `User` for everybody who authenticates. */
  readonly type: string;
  readonly name: string;
  /** The principal came with a delegation token, with which nobody gets further tokens. */
  readonly isTokenAuthenticated: boolean;
}

/** Who did not have to authenticate. */
export const ANONYMOUS: KafkaPrincipal = { type: 'User', name: 'ANONYMOUS', isTokenAuthenticated: false };

/** `type:name`, as ACLs and tokens name a principal. */
export function principalText({ type, name }: Pick<KafkaPrincipal, 'type' | 'name'>): string {
  return `${type}:${name}`;
}

/** Who asks, as an authorizer sees it. */
export interface Requester {
  readonly principal: KafkaPrincipal;
  /** Address without port. */
  readonly host: string;
}

export interface Authorizer {
  isAllowed(
    requester: Requester,
    operation: number,
    resource: { readonly type: number; readonly name: string },
  ): boolean;
  /** Whether there is any resource of this type for which it is allowed (KIP-679). */
  isAllowedSomewhere(requester: Requester, operation: number, resourceType: number): boolean;
}

/** Whether the client may do `operation` (AclOperation) to the resource (AclResourceType and name). */
export function isAuthorized(
  { broker, client }: Pick<RequestContext, 'broker' | 'client'>,
  operation: number,
  resource: { readonly type: number; readonly name: string },
): boolean {
  if (broker.authorizer === null || broker.authorizer.isAllowed(client, operation, resource)) return true;
  broker.refusals.note(client, operation, resource);
  return false;
}

/** Whether the client may do `operation` to the cluster. */
export function isClusterAuthorized(context: Pick<RequestContext, 'broker' | 'client'>, operation: number): boolean {
  return isAuthorized(context, operation, { type: AclResourceType.CLUSTER, name: CLUSTER_NAME });
}

/** Whether the client may do `operation` to the topic. */
export function isTopicAuthorized(
  context: Pick<RequestContext, 'broker' | 'client'>,
  operation: number,
  name: string,
): boolean {
  return isAuthorized(context, operation, { type: AclResourceType.TOPIC, name });
}

/** Whether the client may do `operation` to the group. */
export function isGroupAuthorized(
  context: Pick<RequestContext, 'broker' | 'client'>,
  operation: number,
  name: string,
): boolean {
  return isAuthorized(context, operation, { type: AclResourceType.GROUP, name });
}

/** Requests about delegation tokens are for those who authenticated, and not with a token. */
export function mayHandleTokens({ principal }: Pick<Requester, 'principal'>): boolean {
  return !principal.isTokenAuthenticated && principalText(principal) !== principalText(ANONYMOUS);
}

/** The answer to requests about ACLs where there is no authorizer that would heed them. */
export const SECURITY_IS_OFF: { readonly errorCode: number; readonly errorMessage: string } = Object.freeze({
  errorCode: Errors.SECURITY_DISABLED.code,
  errorMessage: 'No Authorizer is configured.',
});
