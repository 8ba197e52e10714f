/** What the code of groups needs of a `Cluster`. Small, so that a test can put a scripted one in its place. */
import type { Cluster } from '../cluster/cluster.ts';
import type { MetadataCache } from '../cluster/metadata-cache.ts';

export type { RequestBody, RequestOptions, Rpc } from '../network/rpc.ts';

export type GroupMetadataCache = Pick<
  MetadataCache,
  'brokers' | 'topic' | 'topicName' | 'topicNames' | 'ensureAll' | 'refresh' | 'invalidate' | 'watch' | 'onChange'
>;

/** Who has a coordinator to ask. */
export type CallingCluster = Pick<Cluster, 'send' | 'coordinator' | 'forgetCoordinator'>;

export type GroupCluster = CallingCluster & {
  readonly metadata: GroupMetadataCache;
};
