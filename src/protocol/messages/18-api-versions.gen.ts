// generated from 18-api-versions.schema by tools/codegen: change that and run `npm run generate`

export interface ApiVersionsRequest {
  /** v3+ */
  clientSoftwareName: string;
  /** v3+ */
  clientSoftwareVersion: string;
  /** v5+ */
  clusterId: string | null;
  /** v5+ */
  nodeId: number;
}

export interface ApiVersionsResponse {
  errorCode: number;
  apiKeys: ApiVersionsResponseApiVersion[];
  /** v1+ */
  throttleTimeMs: number;
  /** v3+ */
  supportedFeatures: ApiVersionsResponseSupportedFeatureKey[];
  /** v3+ */
  finalizedFeaturesEpoch: number;
  /** v3+ */
  finalizedFeatures: ApiVersionsResponseFinalizedFeatureKey[];
  /** v3+ */
  zkMigrationReady: boolean;
}

export interface ApiVersionsResponseFinalizedFeatureKey {
  name: string;
  maxVersionLevel: number;
  minVersionLevel: number;
}

export interface ApiVersionsResponseSupportedFeatureKey {
  name: string;
  minVersion: number;
  maxVersion: number;
}

export interface ApiVersionsResponseApiVersion {
  apiKey: number;
  minVersion: number;
  maxVersion: number;
}
