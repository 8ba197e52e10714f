// generated from 74-list-config-resources.schema by tools/codegen: change that and run `npm run generate`

export interface ListConfigResourcesRequest {
  /** v1+ */
  resourceTypes: number[];
}

export interface ListConfigResourcesResponse {
  throttleTimeMs: number;
  errorCode: number;
  configResources: ListConfigResourcesResponseConfigResource[];
}

export interface ListConfigResourcesResponseConfigResource {
  resourceName: string;
  /** v1+ */
  resourceType: number;
}
