/** The door of `registry/`: a schema registry with Confluent's REST API, its state in the topic `_schemas`. */
// HTTP.
export { RegistryHttp } from './http/registry-http.ts';
export type { ClusterIds, RegistryHttpOptions } from './http/registry-http.ts';
export type { FetchHandler } from './http/fetch-edge.ts';
export type { ForwardFetch, ForwardRequest, ForwardResponse } from './http/forwarding.ts';
export type { HttpAnswer, HttpPeer, HttpRequest } from './http/http-exchange.ts';
export type { NodeListener } from './http/node-listener.ts';
export type { GuardedBy, RegistryPrincipal, RegistryRequester, RegistrySecurity } from './http/security.ts';
// Records.
export { RecordValidator } from './validation/record-validator.ts';
export type { RecordPart, RecordValidatorOptions } from './validation/record-validator.ts';
