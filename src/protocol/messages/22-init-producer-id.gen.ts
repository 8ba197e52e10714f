// generated from 22-init-producer-id.schema by tools/codegen: change that and run `npm run generate`

export interface InitProducerIdRequest {
  transactionalId: string | null;
  transactionTimeoutMs: number;
  /** v3+ */
  producerId: number;
  /** v3+ */
  producerEpoch: number;
  /** v6+ */
  enable2Pc: boolean;
  /** v6+ */
  keepPreparedTxn: boolean;
}

export interface InitProducerIdResponse {
  throttleTimeMs: number;
  errorCode: number;
  producerId: number;
  producerEpoch: number;
  /** v6+ */
  ongoingTxnProducerId: number;
  /** v6+ */
  ongoingTxnProducerEpoch: number;
}
