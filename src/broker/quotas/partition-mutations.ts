/** KIP-599 for the requests that create and delete partitions. */
import type { PartitionMutationQuota } from '#metadata';
import type { RequestContext } from '../handler.ts';

/** What the controller has to ask; from `strictSinceVersion` on clients know THROTTLING_QUOTA_EXCEEDED. */
export function partitionMutationQuota(
  context: RequestContext,
  strictSinceVersion: number,
): PartitionMutationQuota | null {
  const { quotas, env } = context.broker;
  return quotas.mutationQuota(context, context.apiVersion >= strictSinceVersion, () => env.clock.now());
}
