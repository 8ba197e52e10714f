// generated from 72-push-telemetry.schema by tools/codegen: change that and run `npm run generate`

export interface PushTelemetryRequest {
  clientInstanceId: string;
  subscriptionId: number;
  terminating: boolean;
  compressionType: number;
  metrics: Uint8Array;
}

export interface PushTelemetryResponse {
  throttleTimeMs: number;
  errorCode: number;
}
