/** The consumer's events by the names that kafkajs has for their types. */
import type { ConsumerPayloads } from './consumer-types.ts';
import type { InstrumentationEvent } from './instrumentation.ts';

export type ConsumerHeartbeatEvent = InstrumentationEvent<ConsumerPayloads['consumer.heartbeat']>;
export type ConsumerCommitOffsetsEvent = InstrumentationEvent<ConsumerPayloads['consumer.commit_offsets']>;
export type ConsumerGroupJoinEvent = InstrumentationEvent<ConsumerPayloads['consumer.group_join']>;
export type ConsumerFetchStartEvent = InstrumentationEvent<ConsumerPayloads['consumer.fetch_start']>;
export type ConsumerFetchEvent = InstrumentationEvent<ConsumerPayloads['consumer.fetch']>;
export type ConsumerStartBatchProcessEvent = InstrumentationEvent<ConsumerPayloads['consumer.start_batch_process']>;
export type ConsumerEndBatchProcessEvent = InstrumentationEvent<ConsumerPayloads['consumer.end_batch_process']>;
export type ConsumerCrashEvent = InstrumentationEvent<ConsumerPayloads['consumer.crash']>;
export type ConsumerRebalancingEvent = InstrumentationEvent<ConsumerPayloads['consumer.rebalancing']>;
export type ConsumerReceivedUnsubcribedTopicsEvent = InstrumentationEvent<
  ConsumerPayloads['consumer.received_unsubscribed_topics']
>;
