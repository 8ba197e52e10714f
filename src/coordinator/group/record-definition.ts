/**
 * One type of record in `__consumer_offsets`: its name in this code, and the codecs of its key and value. A record is
 * `{ type, groupId, …the key's other fields, value }`, and a null value takes back what it told.
 */
import type { MessageCodec } from '#protocol';

export interface GroupRecordOf<T extends string, V> {
  readonly type: T;
  readonly groupId: string;
  readonly value: V | null;
}

export interface MemberRecordOf<T extends string, V> extends GroupRecordOf<T, V> {
  readonly memberId: string;
}

export interface RecordDefinition {
  readonly type: string;
  readonly key: MessageCodec<unknown>;
  readonly value: MessageCodec<unknown>;
  /** Gives a value that was read memory of its own, where it has bytes: they are views of the log's. */
  readonly own?: (value: unknown) => unknown;
}

/** `K` is what the key holds, `V` the value; both are checked against the record by `defineRecord`. */
export function defineRecord<R extends GroupRecordOf<string, unknown>>(
  type: R['type'],
  key: MessageCodec<Omit<R, 'type' | 'value'>>,
  value: MessageCodec<NonNullable<R['value']>>,
): RecordDefinition {
  return { type, key: key, value: value };
}
