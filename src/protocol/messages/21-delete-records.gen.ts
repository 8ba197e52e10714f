// generated from 21-delete-records.schema by tools/codegen: change that and run `npm run generate`

export interface DeleteRecordsRequest {
  topics: DeleteRecordsRequestTopic[];
  timeoutMs: number;
}

export interface DeleteRecordsRequestTopic {
  name: string;
  partitions: DeleteRecordsRequestPartition[];
}

export interface DeleteRecordsRequestPartition {
  partitionIndex: number;
  offset: number;
}

export interface DeleteRecordsResponse {
  throttleTimeMs: number;
  topics: DeleteRecordsResponseTopicResult[];
}

export interface DeleteRecordsResponseTopicResult {
  name: string;
  partitions: DeleteRecordsResponsePartitionResult[];
}

export interface DeleteRecordsResponsePartitionResult {
  partitionIndex: number;
  lowWatermark: number;
  errorCode: number;
}
