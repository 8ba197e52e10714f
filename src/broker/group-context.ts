/** Who asks, as the group coordinator wants to know it. */
import type { GroupRequestContext } from '#coordinator';
import type { RequestContext } from './handler.ts';

/** Group descriptions show the address as Java prints one, behind a slash. */
export function groupContext({ apiVersion, clientId, client }: RequestContext): GroupRequestContext {
  return { apiVersion, clientId, clientHost: `/${client.host}` };
}
