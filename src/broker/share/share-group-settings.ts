/**
 * What a share group's own configs (resource type GROUP) and the broker's say of how it reads. Texts are parsed once
 * and again when the group's configs or the broker's have changed.
 */
import { groupConfigTable } from '#coordinator';
import { ConfigResourceType, type MetadataImage } from '#metadata';
import type { EffectiveConfigs } from '../effective-configs.ts';

export type OffsetReset =
  | { readonly strategy: 'latest' }
  | { readonly strategy: 'earliest' }
  | { readonly strategy: 'by_duration'; readonly durationMs: number };

export interface ShareGroupSettings {
  readonly lockDurationMs: number;
  readonly maxDeliveryCount: number;
  /** `share.partition.max.record.locks`. */
  readonly maxInFlight: number;
  readonly offsetReset: OffsetReset;
  readonly isReadCommitted: boolean;
  readonly mayRenew: boolean;
}

export function shareGroupSettings(
  groupId: string,
  image: MetadataImage,
  configs: EffectiveConfigs,
): ShareGroupSettings {
  const own = image.configs(ConfigResourceType.GROUP, groupId);
  const { values: broker } = configs;
  const { values } = groupConfigTable.parse(own);
  const lockDurationMs = own.has('share.record.lock.duration.ms')
    ? between(
        values.shareRecordLockDurationMs,
        broker.groupShareMinRecordLockDurationMs,
        broker.groupShareMaxRecordLockDurationMs,
      )
    : broker.groupShareRecordLockDurationMs;
  const maxDeliveryCount = own.has('share.delivery.count.limit')
    ? between(
        values.shareDeliveryCountLimit,
        broker.groupShareMinDeliveryCountLimit,
        broker.groupShareMaxDeliveryCountLimit,
      )
    : broker.groupShareDeliveryCountLimit;
  const maxInFlight = own.has('share.partition.max.record.locks')
    ? between(
        values.sharePartitionMaxRecordLocks,
        broker.groupShareMinPartitionMaxRecordLocks,
        broker.groupShareMaxPartitionMaxRecordLocks,
      )
    : broker.groupSharePartitionMaxRecordLocks;
  return {
    lockDurationMs,
    maxDeliveryCount,
    maxInFlight,
    offsetReset: offsetResetOf(values.shareAutoOffsetReset),
    isReadCommitted: values.shareIsolationLevel === 'read_committed',
    mayRenew: values.shareRenewAcknowledgeEnable,
  };
}

/** A broker may have been given narrower bounds since the group's config was set. */
function between(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), high);
}

export function offsetResetOf(text: string): OffsetReset {
  const lower = text.toLowerCase();
  if (lower === 'earliest' || lower === 'latest') return { strategy: lower };
  return { strategy: 'by_duration', durationMs: durationMs(text.slice(text.indexOf(':') + 1)) };
}

const UNIT_MS = { D: 86_400_000, H: 3_600_000, M: 60_000, S: 1000 } as const;

/** ISO 8601's durations as Java's `Duration.parse` takes them: days, hours, minutes and seconds. */
function durationMs(text: string): number {
  let total = 0;
  for (const [, digits = '0', unit = 'S'] of text.toUpperCase().matchAll(/([0-9]+(?:\.[0-9]+)?)([DHMS])/g)) {
    total += Number(digits) * UNIT_MS[unit as keyof typeof UNIT_MS];
  }
  return Math.floor(total);
}
