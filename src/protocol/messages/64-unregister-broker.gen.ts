// generated from 64-unregister-broker.schema by tools/codegen: change that and run `npm run generate`

export interface UnregisterBrokerRequest {
  brokerId: number;
}

export interface UnregisterBrokerResponse {
  throttleTimeMs: number;
  errorCode: number;
  errorMessage: string | null;
}
