/** Whose configs a client may see or set: a topic's and a group's by themselves, all others by way of the cluster. */
import { ConfigResourceType } from '#metadata';
import { Errors } from '#protocol';
import { isClusterAuthorized, isGroupAuthorized, isTopicAuthorized } from './authorization.ts';
import type { RequestContext } from './handler.ts';

export interface ForbiddenResource {
  readonly resourceType: number;
  readonly resourceName: string;
  readonly errorCode: number;
  readonly errorMessage: string;
}

/** The refusal, or null; `operation` is DESCRIBE_CONFIGS or ALTER_CONFIGS. What is no kind of resource is not refused here. */
export function forbiddenConfigs(
  context: Pick<RequestContext, 'broker' | 'client'>,
  operation: number,
  { resourceType, resourceName }: { readonly resourceType: number; readonly resourceName: string },
): ForbiddenResource | null {
  if (context.broker.authorizer === null) return null;
  const error = errorOf(context, operation, { resourceType, resourceName });
  return error === null ? null : { resourceType, resourceName, errorCode: error.code, errorMessage: error.message };
}

function errorOf(
  context: Pick<RequestContext, 'broker' | 'client'>,
  operation: number,
  { resourceType, resourceName }: { readonly resourceType: number; readonly resourceName: string },
): { readonly code: number; readonly message: string } | null {
  switch (resourceType) {
    case ConfigResourceType.TOPIC:
      return isTopicAuthorized(context, operation, resourceName) ? null : Errors.TOPIC_AUTHORIZATION_FAILED;
    case ConfigResourceType.GROUP:
      return isGroupAuthorized(context, operation, resourceName) ? null : Errors.GROUP_AUTHORIZATION_FAILED;
    case ConfigResourceType.BROKER:
    case ConfigResourceType.BROKER_LOGGER:
    case ConfigResourceType.CLIENT_METRICS:
      return isClusterAuthorized(context, operation) ? null : Errors.CLUSTER_AUTHORIZATION_FAILED;
    default:
      return null;
  }
}
