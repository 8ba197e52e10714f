/**
 * What a scenario of the client suite is: checks with names that are claims, each of which says what it needs from a broker.
 * The same checks, with the same expectations, run against Samsa and against Apache Kafka. Invariant: a check that a broker
 * cannot run is listed with the reason; it never passes in silence.
 */
import type {
  Admin,
  AdminOptions,
  Consumer,
  ConsumerOptions,
  Producer,
  ProducerOptions,
  ShareConsumer,
  ShareConsumerOptions,
  StreamsMember,
  StreamsMembershipOptions,
  StreamsMemberOptions,
} from '../../src/client/index.ts';
import type { Logger } from '../../src/kernel/index.ts';
import type { Session } from '../runner/session.ts';
import type { BrokerName } from '../runner/brokers.ts';
import type { FaultProxy } from './fault-proxy.ts';
import type { RunningBroker } from './running-broker.ts';
import type { Need } from './needs.ts';
import type { Wire } from './wire.ts';

export interface ClientScenario {
  /** One word: `npm run conformance -- client NAME` runs it alone. */
  readonly name: string;
  /** A broker of its own for all its checks, started like this; without it the one that most scenarios share. */
  readonly broker?: BrokerSetup;
  readonly checks: readonly ClientCheck[];
}

export interface ClientCheck {
  /** A claim that a user would understand. */
  readonly name: string;
  /** What the broker must serve; otherwise the check is listed as not served. */
  readonly needs?: readonly Need[];
  /** Default: 60 s. Past it the check has failed, and what it opened is closed. */
  readonly deadlineMs?: number;
  run(world: World): Promise<void>;
}

/** How a scenario's own broker is started. */
export interface BrokerSetup {
  /** The same keys for both brokers, in Kafka's names, on top of what all have (runner/brokers.ts). */
  readonly configs?: Readonly<Record<string, string>>;
  /** Where the two differ, or where files have to be written first. Wins over `configs`. */
  configsFor?(
    broker: BrokerName,
    directory: string,
  ): Readonly<Record<string, string>> | Promise<Readonly<Record<string, string>>>;
  /** Directories of Java classes that Kafka's configs name; compiled into `directory` where they have to be. */
  pluginsFor?(directory: string): Promise<readonly string[]>;
  /** Further listeners besides PLAINTEXT: name → security protocol. Each gets a port: `world.broker.bootstrapOf(name)`. */
  readonly listeners?: Readonly<Record<string, 'PLAINTEXT' | 'SSL' | 'SASL_PLAINTEXT' | 'SASL_SSL'>>;
  /** Feature levels that the cluster is formatted with, as `{ 'transaction.version': 1 }`. Kafka only. */
  readonly features?: Readonly<Record<string, number>>;
}

export interface TopicSetup {
  /** Default: 1. */
  readonly partitions?: number;
  readonly configs?: Readonly<Record<string, string>>;
}

/** What a check gets. Everything it opens here is closed when it ends, in reverse order, however it ends. */
export interface World {
  readonly brokerName: BrokerName;
  readonly broker: RunningBroker;
  /** `host:port` of the PLAINTEXT listener. */
  readonly bootstrap: string;
  /** A text that no other check uses: for topics, groups, transactional ids. */
  unique(prefix: string): string;
  /** A new topic whose partitions have leaders; answers its name. Made without the client under test. */
  createTopic(setup?: TopicSetup): Promise<string>;
  /** `bootstrapServers` and short backoffs are given; options win. */
  producer(options?: Partial<ProducerOptions>): Producer;
  consumer(options?: Partial<ConsumerOptions>): Consumer;
  shareConsumer(options: Partial<ShareConsumerOptions> & { readonly groupId: string }): ShareConsumer;
  streamsMember(options: StreamsMembershipOptions & Partial<StreamsMemberOptions>): StreamsMember;
  admin(options?: Partial<AdminOptions>): Admin;
  /** Between a client and the broker: clients start from its `bootstrap`, and are led to it by all that the broker says. */
  proxy(): Promise<FaultProxy>;
  /** Kafka's own Java client, behind the commands of runner/commands.ts. */
  java(): Promise<Session>;
  /** The protocol without a client: for a second opinion. */
  wire(): Promise<Wire>;
  serves(need: Need): boolean;
  /** For clients that the check makes itself: what they log is shown where it fails. */
  logger(name: string): Logger;
  /** Runs when the check ends. */
  defer(cleanup: () => void | Promise<void>): void;
  /** Resolves once the condition holds, or rejects past 30 s (or `withinMs`) with `what`. */
  until(what: string, condition: () => boolean | Promise<boolean>, withinMs?: number): Promise<void>;
  /** A path for a new file. */
  file(name: string): string;
}
