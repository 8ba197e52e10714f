/** For how long a broker wants to be left alone after an answer (KIP-219). */
import { ApiKey } from '#protocol';

/**
 * The first version of each API whose answer comes at once, so that the client keeps quiet by itself. Before it the broker
 * had held the answer back already. APIs that are not here came later, and do so in all versions.
 */
const FIRST_VERSION: Readonly<Record<number, number>> = {
  [ApiKey.Produce]: 6,
  [ApiKey.Fetch]: 8,
  [ApiKey.ListOffsets]: 3,
  [ApiKey.Metadata]: 6,
  [ApiKey.OffsetCommit]: 4,
  [ApiKey.OffsetFetch]: 4,
  [ApiKey.FindCoordinator]: 2,
  [ApiKey.JoinGroup]: 3,
  [ApiKey.Heartbeat]: 2,
  [ApiKey.LeaveGroup]: 2,
  [ApiKey.SyncGroup]: 2,
  [ApiKey.DescribeGroups]: 2,
  [ApiKey.ListGroups]: 2,
  [ApiKey.ApiVersions]: 2,
  [ApiKey.CreateTopics]: 3,
  [ApiKey.DeleteTopics]: 2,
  [ApiKey.DeleteRecords]: 1,
  [ApiKey.InitProducerId]: 1,
  [ApiKey.AddPartitionsToTxn]: 1,
  [ApiKey.AddOffsetsToTxn]: 1,
  [ApiKey.EndTxn]: 1,
  [ApiKey.TxnOffsetCommit]: 1,
  [ApiKey.DescribeAcls]: 1,
  [ApiKey.CreateAcls]: 1,
  [ApiKey.DeleteAcls]: 1,
  [ApiKey.DescribeConfigs]: 2,
  [ApiKey.AlterConfigs]: 1,
  [ApiKey.AlterReplicaLogDirs]: 1,
  [ApiKey.DescribeLogDirs]: 1,
  [ApiKey.CreatePartitions]: 1,
  [ApiKey.CreateDelegationToken]: 1,
  [ApiKey.RenewDelegationToken]: 1,
  [ApiKey.ExpireDelegationToken]: 1,
  [ApiKey.DescribeDelegationToken]: 1,
  [ApiKey.DeleteGroups]: 1,
};

/** Milliseconds; 0 for answers that say nothing of it. */
export function throttleTimeMs(answer: unknown, apiKey: number, version: number): number {
  if (version < (FIRST_VERSION[apiKey] ?? 0)) return 0;
  if (typeof answer !== 'object' || answer === null || !('throttleTimeMs' in answer)) return 0;
  return typeof answer.throttleTimeMs === 'number' ? Math.max(0, answer.throttleTimeMs) : 0;
}
