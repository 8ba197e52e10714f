/**
 * The kinds of groups whose members are assigned by the broker. To add one: its records to `group-records.ts`, its kind
 * here, and its commands to `group-coordinator.ts`.
 */
import { consumerGroupKind } from './consumer/consumer-group-kind.ts';
import { shareGroupKind } from './share/share-group-kind.ts';
import { streamsGroupKind } from './streams/streams-group-kind.ts';
import type { GroupKind } from './modern/modern-group.ts';

const KINDS: readonly GroupKind[] = [consumerGroupKind, shareGroupKind, streamsGroupKind];

const BY_RECORD_TYPE: ReadonlyMap<string, GroupKind> = new Map(
  KINDS.flatMap((kind) => kind.records.map(({ type }): [string, GroupKind] => [type, kind])),
);

/** The kind of group that a record is about; undefined for classic groups and offsets. */
export function kindOfRecord(recordType: string): GroupKind | undefined {
  return BY_RECORD_TYPE.get(recordType);
}
