/** What the code of groups needs of a `Cluster`. Small, so that a test can put a scripted one in its place. */
import type { Cluster, RequestBody, RequestOptions, Rpc } from '../cluster/cluster.ts';

export type { RequestBody, RequestOptions, Rpc };

export type GroupCluster = Pick<Cluster, 'metadata' | 'send' | 'versionOf' | 'coordinator' | 'forgetCoordinator'>;
