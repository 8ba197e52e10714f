/** The door of `client/`: what Kafka's clients do on their own side. */
export { clientAssignors } from './assignors/assignors.ts';
export type {
  AssignableTopic,
  Assignor,
  GroupAssignment,
  SubscribedMember,
  TopicPartition,
} from './assignors/group-members.ts';
export { readStickyUserData, readSubscription, writeAssignment } from './assignors/subscription.ts';
export type { StickyUserData } from './assignors/subscription.ts';
// Security.
export type { CommonCodeOptions } from './open-client.ts';
export type {
  BearerToken,
  OidcOptions,
  OidcSaslOptions,
  PasswordMechanism,
  PasswordSaslOptions,
  SaslOptions,
  Secret,
  TokenSaslOptions,
} from './security/sasl-options.ts';
export type { TokenAnswer, TokenFetch, TokenRequest } from './security/token-endpoint.ts';
// Diagnostics.
export { diagnosticChannels } from './diagnostics.ts';
export type {
  AuthenticatedMessage,
  BatchAcknowledgedMessage,
  BatchFailedMessage,
  BatchMessage,
  ClientIdentity,
  ClientKind,
  CommitMessage,
  ConnectionClosedMessage,
  ConnectionFailedMessage,
  ConnectionMessage,
  ConnectionOpenedMessage,
  DiagnosticChannel,
  DiagnosticTracing,
  ErrorMessage,
  FetchMessage,
  ProcessedBatch,
  ProcessedRecord,
  ProcessMessage,
  RebalanceMessage,
  RequestMessage,
  RetryMessage,
  SendMessage,
  ThrottleMessage,
  TracingStart,
} from './diagnostics.ts';
export type { Metric, MetricTags } from './telemetry/metric-registry.ts';
export { instrumentWithOpenTelemetry } from './telemetry/open-telemetry.ts';
export type {
  HeaderGetter,
  HeaderSetter,
  OpenTelemetryApi,
  OpenTelemetryContext,
  OpenTelemetryOptions,
  OpenTelemetrySpan,
  OpenTelemetrySpanOptions,
  OpenTelemetryTracer,
} from './telemetry/open-telemetry.ts';
