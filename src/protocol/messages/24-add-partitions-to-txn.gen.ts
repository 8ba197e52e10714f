// generated from 24-add-partitions-to-txn.schema by tools/codegen: change that and run `npm run generate`

export interface AddPartitionsToTxnRequest {
  /** v4+ */
  transactions: AddPartitionsToTxnRequestTransaction[];
  /** v0-3 */
  v3AndBelowTransactionalId: string;
  /** v0-3 */
  v3AndBelowProducerId: number;
  /** v0-3 */
  v3AndBelowProducerEpoch: number;
  /** v0-3 */
  v3AndBelowTopics: AddPartitionsToTxnRequestTopic[];
}

export interface AddPartitionsToTxnRequestTransaction {
  transactionalId: string;
  producerId: number;
  producerEpoch: number;
  verifyOnly: boolean;
  topics: AddPartitionsToTxnRequestTopic[];
}

export interface AddPartitionsToTxnRequestTopic {
  name: string;
  partitions: number[];
}

export interface AddPartitionsToTxnResponse {
  throttleTimeMs: number;
  /** v4+ */
  errorCode: number;
  /** v4+ */
  resultsByTransaction: AddPartitionsToTxnResponseResult[];
  /** v0-3 */
  resultsByTopicV3AndBelow: AddPartitionsToTxnResponseTopicResult[];
}

export interface AddPartitionsToTxnResponseResult {
  transactionalId: string;
  topicResults: AddPartitionsToTxnResponseTopicResult[];
}

export interface AddPartitionsToTxnResponsePartitionResult {
  partitionIndex: number;
  partitionErrorCode: number;
}

export interface AddPartitionsToTxnResponseTopicResult {
  name: string;
  resultsByPartition: AddPartitionsToTxnResponsePartitionResult[];
}
