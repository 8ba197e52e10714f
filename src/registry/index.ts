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
// State: pure, by records and commands.
export type { CompatibilityLevel } from '#schema';
export { isRegistryError, RegistryError } from './registry-errors.ts';
export { DEFAULT_SETTINGS } from './registry-types.ts';
export type {
  ApplyProblem,
  CompatibilityPolicy,
  ConfigUpdate,
  Decision,
  Mode,
  ModifyTagsCommand,
  RecordPlace,
  RegisterCommand,
  RegisterRequest,
  RegistryCommand,
  RegistrySettings,
  RegistryWorld,
  Rule,
  RuleSet,
  SchemaMetadata,
  SchemaRegistry,
  SchemaTags,
  StoreRecord,
  SubjectConfig,
  VersionId,
} from './registry-types.ts';
export type { ExplainedDifference, ExplainedVersion } from './state/compatibility.ts';
export { decide } from './state/decide/decide.ts';
export { explainRegistration } from './state/decide/register.ts';
export type { ExplainedRegistration } from './state/decide/register.ts';
export type { TopicGroup, TopicGroups } from './http/operations/explain.ts';
export { ParsedSchemas } from './state/parsed-schemas.ts';
export type { ParsedSchemasOptions } from './state/parsed-schemas.ts';
export { RegistryState } from './state/registry-state.ts';
export type { ContextId, SchemaContent, SchemaIndex, SchemaVersion, SubjectVersions } from './state/schema-index.ts';
export type { SchemaBody } from './state/schema-guid.ts';
// Over a topic.
export { openSchemaRegistry } from './node/registry-node.ts';
export type { RegistryClientOptions, RegistryNodeOptions } from './node/registry-node.ts';
export { bootstrapServersOf, parseRegistryConfig, registryConfigs } from './node/registry-configs.ts';
export type { ParsedRegistryConfig, RegistryConfig } from './node/registry-configs.ts';
export type { RegistryAddress } from './node/registry-identity.ts';
