/**
 * The records of `__transaction_state`, byte for byte as Kafka 4.3 writes them: the key is type 0 and the transactional
 * id, the value its whole state. Which version of the value is written follows the finalized `transaction.version`:
 * older brokers read no tagged fields.
 */
import {
  ProtocolError,
  Reader,
  transactionLogKey,
  transactionLogValue,
  type TransactionLogValue,
  Writer,
} from '#protocol';
import type { RecordSerde } from '../runtime/state-machine.ts';
import { NO_PRODUCER_EPOCH, type TransactionMetadata } from './transaction-metadata.ts';
import { NO_PARTITIONS, type TransactionPartitions } from './transaction-partitions.ts';
import { codeOfState, stateOfCode } from './transaction-state.ts';

/** A null value forgets the transactional id. */
export interface TransactionRecord {
  readonly transactionalId: string;
  readonly value: TransactionMetadata | null;
}

const KEY_TYPE = transactionLogKey.apiKey;
const KEY_VERSION = 0;
/** Version 0 has no tagged fields. */
const UNTAGGED = { previousProducerId: -1, nextProducerId: -1, clientTransactionVersion: 0 };

export class TransactionRecordSerde implements RecordSerde<TransactionRecord> {
  readonly #writer = new Writer();
  readonly #transactionVersion: () => number;

  /** `transactionVersion` is the level that the cluster has finalized. */
  constructor(transactionVersion: () => number) {
    this.#transactionVersion = transactionVersion;
  }

  encodeKey({ transactionalId }: TransactionRecord): Uint8Array {
    const writer = this.#writer;
    writer.begin();
    writer.int16(KEY_TYPE);
    transactionLogKey.write(writer, { transactionalId }, KEY_VERSION);
    return writer.finishBuffer();
  }

  encodeValue({ value }: TransactionRecord): Uint8Array | null {
    if (value === null) return null;
    const version = this.#transactionVersion() >= 1 ? 1 : 0;
    const writer = this.#writer;
    writer.begin();
    writer.int16(version);
    const message = logValueOf(value);
    transactionLogValue.write(writer, version === 0 ? { ...message, ...UNTAGGED } : message, version);
    return writer.finishBuffer();
  }

  decode(key: Uint8Array, value: Uint8Array | null): TransactionRecord | null {
    try {
      return decode(key, value);
    } catch (error) {
      // One damaged record must not take the partition's other transactions away from their producers.
      if (error instanceof ProtocolError) return null;
      throw error;
    }
  }
}

function decode(key: Uint8Array, value: Uint8Array | null): TransactionRecord | null {
  const reader = new Reader(key);
  if (reader.int16() !== KEY_TYPE) return null;
  const { transactionalId } = transactionLogKey.read(reader, KEY_VERSION);
  if (value === null) return { transactionalId, value: null };
  const valueReader = new Reader(value);
  const version = valueReader.int16();
  if (version < 0 || version > transactionLogValue.maxVersion) return null;
  const metadata = metadataOf(transactionalId, transactionLogValue.read(valueReader, version));
  return metadata === null ? null : { transactionalId, value: metadata };
}

function logValueOf(metadata: TransactionMetadata): TransactionLogValue {
  const partitions = [...metadata.partitions].map(([topic, ids]) => ({ topic, partitionIds: [...ids] }));
  return {
    producerId: metadata.producerId,
    previousProducerId: metadata.previousProducerId,
    nextProducerId: metadata.nextProducerId,
    producerEpoch: metadata.producerEpoch,
    nextProducerEpoch: NO_PRODUCER_EPOCH,
    transactionTimeoutMs: metadata.timeoutMs,
    transactionStatus: codeOfState(metadata.state),
    transactionPartitions: metadata.state === 'Empty' ? null : partitions,
    transactionLastUpdateTimestampMs: metadata.lastUpdateTimestamp,
    transactionStartTimestampMs: metadata.startTimestamp,
    clientTransactionVersion: metadata.clientTransactionVersion,
  };
}

/** Null for a state that this release does not know. */
function metadataOf(transactionalId: string, value: TransactionLogValue): TransactionMetadata | null {
  const state = stateOfCode(value.transactionStatus);
  if (state === null) return null;
  return {
    transactionalId,
    producerId: value.producerId,
    previousProducerId: value.previousProducerId,
    nextProducerId: value.nextProducerId,
    producerEpoch: value.producerEpoch,
    lastProducerEpoch: NO_PRODUCER_EPOCH,
    timeoutMs: value.transactionTimeoutMs,
    state,
    partitions: partitionsOf(value),
    startTimestamp: value.transactionStartTimestampMs,
    lastUpdateTimestamp: value.transactionLastUpdateTimestampMs,
    clientTransactionVersion: value.clientTransactionVersion,
  };
}

function partitionsOf({ transactionPartitions }: TransactionLogValue): TransactionPartitions {
  if (transactionPartitions === null || transactionPartitions.length === 0) return NO_PARTITIONS;
  return new Map(transactionPartitions.map(({ topic, partitionIds }) => [topic, new Set(partitionIds)]));
}
