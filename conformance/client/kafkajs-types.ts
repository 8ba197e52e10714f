/**
 * Whoever changes `kafkajs` to `samsa/kafkajs` in an import keeps types that fit: this file compiles or it does not, and
 * nothing runs. What the façade gives is assigned to kafkajs's own types, and what those describe is given to the façade.
 */
import type * as theirs from 'kafkajs';
import type * as ours from '../../src/kafkajs/index.ts';

/** Holds where a value of the first type may stand for one of the second. */
type Fits<One extends Wanted, Wanted> = One;

/** Assigners get a part of kafkajs's class Cluster, so that those which use the rest of it do not fit. */
export type Clients = [
  Fits<Omit<ours.Kafka, 'consumer'>, Omit<theirs.Kafka, 'consumer'>>,
  Fits<ours.Producer, theirs.Producer>,
  Fits<ours.Transaction, theirs.Transaction>,
  Fits<ours.Consumer, theirs.Consumer>,
  Fits<ours.Admin, theirs.Admin>,
  Fits<ours.Logger, theirs.Logger>,
];

/** What an application has written for kafkajs, the façade takes. */
export type Options = [
  Fits<theirs.KafkaConfig, ours.KafkaConfig>,
  Fits<theirs.RetryOptions, ours.RetryOptions>,
  Fits<theirs.SASLOptions, ours.SASLOptions>,
  Fits<theirs.ProducerConfig, ours.ProducerConfig>,
  Fits<theirs.ProducerRecord, ours.ProducerRecord>,
  Fits<theirs.ProducerBatch, ours.ProducerBatch>,
  Fits<theirs.Message, ours.Message>,
  Fits<theirs.ICustomPartitioner, ours.ICustomPartitioner>,
  Fits<Omit<theirs.ConsumerConfig, 'partitionAssigners'>, Omit<ours.ConsumerConfig, 'partitionAssigners'>>,
  Fits<theirs.ConsumerRunConfig, ours.ConsumerRunConfig>,
  Fits<theirs.ConsumerSubscribeTopics, ours.ConsumerSubscribeTopics>,
  Fits<theirs.EachMessageHandler, ours.EachMessageHandler>,
  Fits<theirs.EachBatchHandler, ours.EachBatchHandler>,
  Fits<theirs.ITopicConfig, ours.ITopicConfig>,
  Fits<theirs.AclEntry, ours.AclEntry>,
  Fits<theirs.IResourceConfig, ours.IResourceConfig>,
  Fits<theirs.logCreator, ours.logCreator>,
];

/** What handlers, listeners and callers are given. */
export type Given = [
  Fits<ours.EachMessagePayload, theirs.EachMessagePayload>,
  Fits<ours.EachBatchPayload, theirs.EachBatchPayload>,
  Fits<ours.KafkaMessage, theirs.KafkaMessage>,
  Fits<ours.Batch, theirs.Batch>,
  Fits<ours.RecordMetadata, theirs.RecordMetadata>,
  Fits<ours.GroupDescription, theirs.GroupDescription>,
  Fits<ours.ITopicMetadata, theirs.ITopicMetadata>,
  Fits<ours.DescribeConfigResponse, theirs.DescribeConfigResponse>,
  Fits<ours.DescribeAclResponse, theirs.DescribeAclResponse>,
  Fits<ours.ConsumerGroupJoinEvent, theirs.ConsumerGroupJoinEvent>,
  Fits<ours.ConsumerCommitOffsetsEvent, theirs.ConsumerCommitOffsetsEvent>,
  Fits<ours.ConsumerCrashEvent, theirs.ConsumerCrashEvent>,
  Fits<ours.ConsumerStartBatchProcessEvent, theirs.ConsumerStartBatchProcessEvent>,
  Fits<ours.RequestEvent, theirs.RequestEvent>,
  Fits<ours.LogEntry, theirs.LogEntry>,
];

export type Errors = [
  Fits<ours.KafkaJSError, theirs.KafkaJSError>,
  Fits<ours.KafkaJSNonRetriableError, theirs.KafkaJSNonRetriableError>,
  Fits<ours.KafkaJSProtocolError, theirs.KafkaJSProtocolError>,
  Fits<ours.KafkaJSNumberOfRetriesExceeded, theirs.KafkaJSNumberOfRetriesExceeded>,
  Fits<ours.KafkaJSConnectionError, theirs.KafkaJSConnectionError>,
  Fits<ours.KafkaJSRequestTimeoutError, theirs.KafkaJSRequestTimeoutError>,
  Fits<ours.KafkaJSOffsetOutOfRange, theirs.KafkaJSOffsetOutOfRange>,
  Fits<ours.KafkaJSAggregateError, theirs.KafkaJSAggregateError>,
];

/** All names that kafkajs exports as values are there. */
export type Names = Fits<keyof typeof theirs, keyof typeof ours>;

/** Numbers with names are the same numbers. */
export type Numbers = [
  Fits<typeof ours.CompressionTypes, { readonly [Name in keyof typeof theirs.CompressionTypes]: number }>,
  Fits<typeof ours.logLevel, { readonly [Name in keyof typeof theirs.logLevel]: number }>,
  Fits<typeof ours.AclOperationTypes, { readonly [Name in keyof typeof theirs.AclOperationTypes]: number }>,
  Fits<typeof ours.ConfigResourceTypes, { readonly [Name in keyof typeof theirs.ConfigResourceTypes]: number }>,
];
