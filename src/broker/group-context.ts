/** Who asks, as the group coordinator wants to know it. */
import type { GroupRequestContext } from '#coordinator';
import { AclOperation, AclResourceType, isAuthorized } from './authorization.ts';
import type { RequestContext } from './handler.ts';

/** Group descriptions show the address as Java prints one, behind a slash. */
export function groupContext(context: RequestContext): GroupRequestContext {
  const { apiVersion, clientId, client } = context;
  const mayDescribeTopic = (name: string): boolean =>
    isAuthorized(context, AclOperation.DESCRIBE, { type: AclResourceType.TOPIC, name });
  return { apiVersion, clientId, clientHost: `/${client.host}`, mayDescribeTopic };
}
