// generated from 42-delete-groups.schema by tools/codegen: change that and run `npm run generate`

export interface DeleteGroupsRequest {
  groupsNames: string[];
}

export interface DeleteGroupsResponse {
  throttleTimeMs: number;
  results: DeleteGroupsResponseDeletableGroupResult[];
}

export interface DeleteGroupsResponseDeletableGroupResult {
  groupId: string;
  errorCode: number;
  /** v3+ */
  errorMessage: string | null;
}
