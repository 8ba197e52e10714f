/** The group coordinator's settings, as the broker's configs say them; the table of those configs is the broker's. */
import type { GroupCoordinatorSettings } from './group-context.ts';

/** The parsed broker configs that matter here, under their own names: `group.max.size` is `groupMaxSize`. */
export interface GroupCoordinatorConfigs {
  readonly groupMinSessionTimeoutMs: number;
  readonly groupMaxSessionTimeoutMs: number;
  readonly groupInitialRebalanceDelayMs: number;
  readonly groupMaxSize: number;
  readonly offsetMetadataMaxBytes: number;
  readonly offsetsRetentionMinutes: number;
  readonly offsetsRetentionCheckIntervalMs: number;
  readonly offsetsCommitTimeoutMs: number;
}

const MINUTE_MS = 60_000;

export function groupCoordinatorSettings(configs: GroupCoordinatorConfigs): GroupCoordinatorSettings {
  return {
    minSessionTimeoutMs: configs.groupMinSessionTimeoutMs,
    maxSessionTimeoutMs: configs.groupMaxSessionTimeoutMs,
    initialRebalanceDelayMs: configs.groupInitialRebalanceDelayMs,
    maxSize: configs.groupMaxSize,
    newMemberJoinTimeoutMs: 5 * MINUTE_MS,
    offsetMetadataMaxBytes: configs.offsetMetadataMaxBytes,
    offsetsRetentionMs: configs.offsetsRetentionMinutes * MINUTE_MS,
    offsetsRetentionCheckIntervalMs: configs.offsetsRetentionCheckIntervalMs,
    commitTimeoutMs: configs.offsetsCommitTimeoutMs,
    loadTimeoutMs: 10_000,
    maxWaitingForLoad: 10_000,
    maxPendingMembers: 10_000,
    maxMemberMetadataBytes: 4 * 1024 * 1024,
    maxStateBytes: 512 * 1024 * 1024,
  };
}
