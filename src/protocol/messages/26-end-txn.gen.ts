// generated from 26-end-txn.schema by tools/codegen: change that and run `npm run generate`

export interface EndTxnRequest {
  transactionalId: string;
  producerId: number;
  producerEpoch: number;
  committed: boolean;
}

export interface EndTxnResponse {
  throttleTimeMs: number;
  errorCode: number;
  /** v5+ */
  producerId: number;
  /** v5+ */
  producerEpoch: number;
}
