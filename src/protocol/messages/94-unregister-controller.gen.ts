// generated from 94-unregister-controller.schema by tools/codegen: change that and run `npm run generate`

export interface UnregisterControllerRequest {
  controllerId: number;
}

export interface UnregisterControllerResponse {
  throttleTimeMs: number;
  errorCode: number;
  errorMessage: string | null;
}
