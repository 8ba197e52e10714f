/**
 * The broker makes the internal topics of a streams application itself (KIP-1071), in the name of the member whose
 * heartbeat found them missing. The member is told that they are missing in any case, and why where they cannot be made; its
 * next heartbeat finds them.
 */
import {
  type CreateTopicsRequestCreatableTopic,
  Errors,
  errorForCode,
  type StreamsGroupHeartbeatResponse,
} from '#protocol';
import { AclOperation, AclResourceType, isAuthorized, isClusterAuthorized } from '../authorization.ts';
import type { RequestContext } from '../handler.ts';

/** StreamsGroupHeartbeat's status code for it. */
const MISSING_INTERNAL_TOPICS = 3;
const MOST_FAILURES_TOLD = 3;

export async function createInternalTopics(
  topics: readonly CreateTopicsRequestCreatableTopic[],
  response: StreamsGroupHeartbeatResponse,
  context: RequestContext,
): Promise<void> {
  if (topics.length === 0) return;
  const forbidden = forbiddenTopics(topics, context);
  if (forbidden.length > 0) tell(response, `the client may not create ${forbidden.join(', ')}`);
  else {
    const failures = await create(topics, context);
    if (failures.length > 0) tell(response, `they could not be created: ${summarize(failures)}`);
  }
}

function forbiddenTopics(topics: readonly CreateTopicsRequestCreatableTopic[], context: RequestContext): string[] {
  if (isClusterAuthorized(context, AclOperation.CREATE)) return [];
  const mayCreate = (name: string): boolean =>
    isAuthorized(context, AclOperation.CREATE, { type: AclResourceType.TOPIC, name });
  return topics.map(({ name }) => name).filter((name) => !mayCreate(name));
}

/** Why topics could not be made; another member may have been quicker. */
async function create(
  topics: readonly CreateTopicsRequestCreatableTopic[],
  { broker }: RequestContext,
): Promise<string[]> {
  const results = await broker.metadata.submit('createTopics', { topics, validateOnly: false });
  return results
    .filter(({ errorCode }) => errorCode !== Errors.NONE.code && errorCode !== Errors.TOPIC_ALREADY_EXISTS.code)
    .map(({ name, errorCode, errorMessage }) => `${name} (${errorMessage ?? errorForCode(errorCode).message})`);
}

function summarize(failures: readonly string[]): string {
  const told = failures.slice(0, MOST_FAILURES_TOLD).join(', ');
  const more = failures.length - MOST_FAILURES_TOLD;
  return more > 0 ? `${told} and ${more} more` : told;
}

function tell({ status }: StreamsGroupHeartbeatResponse, detail: string): void {
  const missing = status?.find(({ statusCode }) => statusCode === MISSING_INTERNAL_TOPICS);
  if (missing !== undefined) missing.statusDetail += `; ${detail}`;
}
