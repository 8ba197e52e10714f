// generated from 20-delete-topics.schema by tools/codegen: change that and run `npm run generate`

export interface DeleteTopicsRequest {
  /** v6+ */
  topics: DeleteTopicsRequestState[];
  /** v1-5 */
  topicNames: string[];
  timeoutMs: number;
}

export interface DeleteTopicsRequestState {
  name: string | null;
  topicId: string;
}

export interface DeleteTopicsResponse {
  throttleTimeMs: number;
  responses: DeleteTopicsResponseDeletableTopicResult[];
}

export interface DeleteTopicsResponseDeletableTopicResult {
  name: string | null;
  /** v6+ */
  topicId: string;
  errorCode: number;
  /** v5+ */
  errorMessage: string | null;
}
