/**
 * What a replicated state machine is. Its lasting state is a function of the log alone: `replay` of the same records
 * in the same order gives the same state, here, after a restart, and on another broker. Whatever else it holds (parked
 * requests, deadlines, half a rebalance) is lost with the process, and must be safe to lose.
 */
import type { Alarm } from './alarm.ts';
import type { Turn } from './turn.ts';

export interface CoordinatorStateMachine<R> {
  /** Applies a record, in the log's order: once when it is loaded, or right after it was appended. */
  replay(record: R, position: LogPosition): void;
  /** A transaction's marker: what the producer wrote since its last marker now counts, or never will. */
  replayTransactionEnd(producerId: number, isCommitted: boolean): void;
  /** The log has been read to its end. Deadlines begin now. */
  activate(turn: Turn<R>): void;
  /** The partition is led elsewhere or the broker stops: fails everyone parked, and lets go of all alarms. */
  deactivate(errorCode: number): void;
}

export interface LogPosition {
  readonly offset: number;
  /** -1 outside of transactions. */
  readonly producerId: number;
}

/** What a state machine has from the runtime. */
export interface StateMachineContext<R> {
  /** Of the partition (Kafka's coordinator epoch). */
  readonly leaderEpoch: number;
  /** An alarm whose ring is a turn of its own. */
  createAlarm(ring: (turn: Turn<R>) => void): Alarm;
}

/** The bytes of a state machine's records, as Kafka writes them. */
export interface RecordSerde<R> {
  encodeKey(record: R): Uint8Array;
  /** Null for a tombstone. */
  encodeValue(record: R): Uint8Array | null;
  /** Null for a type or version that this release does not know: the record stays in the log, and is not replayed. */
  decode(key: Uint8Array, value: Uint8Array | null): R | null;
}
