// generated from 36-sasl-authenticate.schema by tools/codegen: change that and run `npm run generate`

export interface SaslAuthenticateRequest {
  authBytes: Uint8Array;
}

export interface SaslAuthenticateResponse {
  errorCode: number;
  errorMessage: string | null;
  authBytes: Uint8Array;
  /** v1+ */
  sessionLifetimeMs: number;
}
