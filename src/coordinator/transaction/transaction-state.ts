/**
 * The states of a transaction, by Kafka's names and numbers (TransactionState). Only the first six are ever written;
 * `Dead` and `PrepareEpochFence` are passing states of Kafka's that listings may be filtered by.
 */
export type TransactionState =
  | 'Empty'
  | 'Ongoing'
  | 'PrepareCommit'
  | 'PrepareAbort'
  | 'CompleteCommit'
  | 'CompleteAbort';

/** By number, as `__transaction_state` has them. */
const STATES: readonly TransactionState[] = [
  'Empty',
  'Ongoing',
  'PrepareCommit',
  'PrepareAbort',
  'CompleteCommit',
  'CompleteAbort',
];

/** What ListTransactions may be asked for. */
export const STATE_NAMES: ReadonlySet<string> = new Set([...STATES, 'Dead', 'PrepareEpochFence']);

export function codeOfState(state: TransactionState): number {
  return STATES.indexOf(state);
}

/** Null for a number that is never written. */
export function stateOfCode(code: number): TransactionState | null {
  return STATES[code] ?? null;
}

/** The outcome is settled, and markers are on their way. */
export function isPrepared(state: TransactionState): boolean {
  return state === 'PrepareCommit' || state === 'PrepareAbort';
}

/** No transaction is open. */
export function isIdle(state: TransactionState): boolean {
  return state === 'Empty' || state === 'CompleteCommit' || state === 'CompleteAbort';
}
