// generated from 00-produce.schema by tools/codegen: change that and run `npm run generate`
import type { ByteChunks } from '../byte-chunks.ts';

export interface ProduceRequest {
  transactionalId: string | null;
  acks: number;
  timeoutMs: number;
  topicData: ProduceRequestTopicProduceData[];
}

export interface ProduceRequestTopicProduceData {
  /** v3-12 */
  name: string;
  /** v13+ */
  topicId: string;
  partitionData: ProduceRequestPartitionProduceData[];
}

export interface ProduceRequestPartitionProduceData {
  index: number;
  records: ByteChunks | null;
}

export interface ProduceResponse {
  responses: ProduceResponseTopicProduceResponse[];
  throttleTimeMs: number;
  /** v10+ */
  nodeEndpoints: ProduceResponseNodeEndpoint[];
}

export interface ProduceResponseNodeEndpoint {
  nodeId: number;
  host: string;
  port: number;
  rack: string | null;
}

export interface ProduceResponseTopicProduceResponse {
  /** v3-12 */
  name: string;
  /** v13+ */
  topicId: string;
  partitionResponses: ProduceResponsePartitionProduceResponse[];
}

export interface ProduceResponsePartitionProduceResponse {
  index: number;
  errorCode: number;
  baseOffset: number;
  logAppendTimeMs: number;
  /** v5+ */
  logStartOffset: number;
  /** v8+ */
  recordErrors: ProduceResponseBatchIndexAndErrorMessage[];
  /** v8+ */
  errorMessage: string | null;
  /** v10+ */
  currentLeader: ProduceResponseLeaderIdAndEpoch;
}

export interface ProduceResponseLeaderIdAndEpoch {
  leaderId: number;
  leaderEpoch: number;
}

export interface ProduceResponseBatchIndexAndErrorMessage {
  batchIndex: number;
  batchIndexErrorMessage: string | null;
}
