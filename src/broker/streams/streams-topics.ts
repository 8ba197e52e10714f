/** The topics of a streams application's topology (KIP-1071), as requests and descriptions list them. */
import { AclOperation, AclResourceType, isAuthorized } from '../authorization.ts';
import { STREAMS_VERSION } from '../features.ts';
import type { RequestContext } from '../handler.ts';

interface SubtopologyTopics {
  readonly sourceTopics: readonly string[];
  readonly repartitionSinkTopics: readonly string[];
  readonly repartitionSourceTopics: readonly { readonly name: string }[];
  readonly stateChangelogTopics: readonly { readonly name: string }[];
}

/** Each once. */
export function topicsOfTopology(subtopologies: readonly SubtopologyTopics[]): string[] {
  const topics = new Set<string>();
  for (const subtopology of subtopologies) {
    for (const topic of subtopology.sourceTopics) topics.add(topic);
    for (const topic of subtopology.repartitionSinkTopics) topics.add(topic);
    for (const { name } of subtopology.repartitionSourceTopics) topics.add(name);
    for (const { name } of subtopology.stateChangelogTopics) topics.add(name);
  }
  return [...topics];
}

export function mayDescribeTopics(topics: readonly string[], context: RequestContext): boolean {
  return topics.every((name) => isAuthorized(context, AclOperation.DESCRIBE, { type: AclResourceType.TOPIC, name }));
}

const FIRST_VERSION = 1;

/** Whether the cluster has streams groups at all: the feature `streams.version` is finalized. */
export function servesStreamsGroups({ broker }: RequestContext): boolean {
  return (broker.metadata.image.features.get(STREAMS_VERSION) ?? 0) >= FIRST_VERSION;
}
