// generated from transaction-log.schema by tools/codegen: change that and run `npm run generate`

export interface TransactionLogKey {
  transactionalId: string;
}

export interface TransactionLogValue {
  producerId: number;
  /** v1+ */
  previousProducerId: number;
  /** v1+ */
  nextProducerId: number;
  producerEpoch: number;
  /** v1+ */
  nextProducerEpoch: number;
  transactionTimeoutMs: number;
  transactionStatus: number;
  transactionPartitions: TransactionLogValuePartitionsSchema[] | null;
  transactionLastUpdateTimestampMs: number;
  transactionStartTimestampMs: number;
  /** v1+ */
  clientTransactionVersion: number;
}

export interface TransactionLogValuePartitionsSchema {
  topic: string;
  partitionIds: number[];
}
