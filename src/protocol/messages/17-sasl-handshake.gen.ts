// generated from 17-sasl-handshake.schema by tools/codegen: change that and run `npm run generate`

export interface SaslHandshakeRequest {
  mechanism: string;
}

export interface SaslHandshakeResponse {
  errorCode: number;
  mechanisms: string[];
}
