/** ListTransactions and DescribeTransactions (KIP-664, durations KIP-994, patterns KIP-1152). */
import { type DescribeTransactionsResponse, Errors, type ListTransactionsResponse } from '#protocol';
import type { TransactionMetadata } from './transaction-metadata.ts';
import { STATE_NAMES } from './transaction-state.ts';

export type ListedTransaction = ListTransactionsResponse['transactionStates'][number];
export type DescribedTransaction = DescribeTransactionsResponse['transactionStates'][number];

export interface TransactionFilter {
  readonly states: ReadonlySet<string>;
  readonly producerIds: ReadonlySet<number>;
  /** Only transactions that have been open for longer; milliseconds, negative for all. */
  readonly durationMs: number;
  readonly matchesId: (transactionalId: string) => boolean;
}

export function unknownStates(states: readonly string[]): string[] {
  return [...new Set(states)].filter((state) => !STATE_NAMES.has(state));
}

export function matches(metadata: TransactionMetadata, filter: TransactionFilter, now: number): boolean {
  const { states, producerIds, durationMs, matchesId } = filter;
  if (producerIds.size > 0 && !producerIds.has(metadata.producerId)) return false;
  if (states.size > 0 && !states.has(metadata.state)) return false;
  if (durationMs >= 0 && now - metadata.startTimestamp <= durationMs) return false;
  return matchesId(metadata.transactionalId);
}

export function listed({ transactionalId, producerId, state }: TransactionMetadata): ListedTransaction {
  return { transactionalId, producerId, transactionState: state };
}

export function described(metadata: TransactionMetadata): DescribedTransaction {
  return {
    errorCode: Errors.NONE.code,
    transactionalId: metadata.transactionalId,
    transactionState: metadata.state,
    transactionTimeoutMs: metadata.timeoutMs,
    transactionStartTimeMs: metadata.startTimestamp,
    producerId: metadata.producerId,
    producerEpoch: metadata.producerEpoch,
    topics: [...metadata.partitions].map(([topic, partitions]) => ({ topic, partitions: [...partitions] })),
  };
}

export function undescribed(transactionalId: string, errorCode: number): DescribedTransaction {
  return {
    errorCode,
    transactionalId,
    transactionState: '',
    transactionTimeoutMs: 0,
    transactionStartTimeMs: 0,
    producerId: 0,
    producerEpoch: 0,
    topics: [],
  };
}
