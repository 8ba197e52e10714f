/**
 * Markers for the partitions that this broker leads: into topics as they are, into `__consumer_offsets` through its
 * group coordinator, to which a transaction's offsets count from the marker on.
 */
import type { Env } from '#kernel';
import type { GroupCoordinator, TransactionMarker, TransactionMarkerWriter, TransactionPartition } from '#coordinator';
import { buildEndTxnMarkerBatch, Errors } from '#protocol';
import { GROUP_METADATA_TOPIC } from './internal-topics.ts';
import type { PartitionRegistry } from './partition-registry.ts';

export interface LocalTransactionMarkersOptions {
  readonly partitions: PartitionRegistry;
  readonly groups: GroupCoordinator;
}

export class LocalTransactionMarkers implements TransactionMarkerWriter {
  readonly #env: Env;
  readonly #options: LocalTransactionMarkersOptions;

  constructor(env: Env, options: LocalTransactionMarkersOptions) {
    this.#env = env;
    this.#options = options;
  }

  write(marker: TransactionMarker, partitions: readonly TransactionPartition[]): Promise<readonly number[]> {
    return Promise.all(partitions.map((target) => this.#writeOne(marker, target)));
  }

  async #writeOne(marker: TransactionMarker, { topic, partition: number }: TransactionPartition): Promise<number> {
    const { producerId, producerEpoch, isCommit, coordinatorEpoch, transactionVersion } = marker;
    const partition = this.#options.partitions.find(topic, number);
    if (typeof partition === 'number') return partition;
    const now = this.#env.clock.now();
    const batch = buildEndTxnMarkerBatch({
      committed: isCommit,
      timestamp: now,
      producerId,
      producerEpoch,
      coordinatorEpoch,
    });
    if (topic === GROUP_METADATA_TOPIC) {
      return this.#options.groups.endTransaction(number, {
        batch,
        producerId,
        isCommitted: isCommit,
        transactionVersion,
      });
    }
    const { errorCode, lastOffset } = partition.append(batch, { origin: 'coordinator', now, transactionVersion });
    return errorCode === Errors.NONE.code ? partition.whenCommitted(lastOffset + 1) : errorCode;
  }
}
