// generated from 16-list-groups.schema by tools/codegen: change that and run `npm run generate`

export interface ListGroupsRequest {
  /** v4+ */
  statesFilter: string[];
  /** v5+ */
  typesFilter: string[];
}

export interface ListGroupsResponse {
  /** v1+ */
  throttleTimeMs: number;
  errorCode: number;
  groups: ListGroupsResponseListedGroup[];
}

export interface ListGroupsResponseListedGroup {
  groupId: string;
  protocolType: string;
  /** v4+ */
  groupState: string;
  /** v5+ */
  groupType: string;
}
