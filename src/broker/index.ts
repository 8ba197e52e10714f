/** The door of `broker/`. */
export { Broker } from './broker.ts';
export type { BrokerAddress, BrokerOptions } from './broker.ts';
export { certificateSubject, openBearerLogins } from './authentication/index.ts';
export type { BearerLogins, OneStepLogins } from './authentication/index.ts';
export { describedAcls } from './authorizer/described-acls.ts';
export type { DescribedAcl, DescribedAcls } from './authorizer/described-acls.ts';
export * from './config/index.ts';
export { single } from './metrics/metric-family.ts';
export type { MetricFamily, MetricLabels, MetricSample, SummarySample } from './metrics/metric-family.ts';
export { PROMETHEUS_CONTENT_TYPE, prometheusText } from './metrics/prometheus-text.ts';
export type { SchemaCheckedPart, SchemaValidator } from './schema-validation.ts';
export type { RecoveryProgress, SchemaRule } from '#log';
