// generated from 37-create-partitions.schema by tools/codegen: change that and run `npm run generate`

export interface CreatePartitionsRequest {
  topics: CreatePartitionsRequestTopic[];
  timeoutMs: number;
  validateOnly: boolean;
}

export interface CreatePartitionsRequestTopic {
  name: string;
  count: number;
  assignments: CreatePartitionsRequestAssignment[] | null;
}

export interface CreatePartitionsRequestAssignment {
  brokerIds: number[];
}

export interface CreatePartitionsResponse {
  throttleTimeMs: number;
  results: CreatePartitionsResponseTopicResult[];
}

export interface CreatePartitionsResponseTopicResult {
  name: string;
  errorCode: number;
  errorMessage: string | null;
}
