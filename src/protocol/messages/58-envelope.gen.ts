// generated from 58-envelope.schema by tools/codegen: change that and run `npm run generate`

export interface EnvelopeRequest {
  requestData: Uint8Array;
  requestPrincipal: Uint8Array | null;
  clientHostAddress: Uint8Array;
}

export interface EnvelopeResponse {
  responseData: Uint8Array | null;
  errorCode: number;
}
