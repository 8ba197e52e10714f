/** An admin with kafkajs's calls over the client's: each concept has a file of its own, this one composes. */
import type { Admin as ClientAdmin } from '#client';
import { alterConfigs, describeConfigs } from './admin-configs.ts';
import { createAcls, deleteAcls, describeAcls } from './admin-acls.ts';
import type { AdminCall } from './admin-call.ts';
import {
  fetchOffsets,
  fetchTopicOffsets,
  fetchTopicOffsetsByTimestamp,
  resetOffsets,
  setOffsets,
} from './admin-offsets.ts';
import { alterPartitionReassignments, listPartitionReassignments } from './admin-reassignments.ts';
import {
  createPartitions,
  createTopics,
  deleteTopicRecords,
  deleteTopics,
  fetchTopicMetadata,
  listTopics,
} from './admin-topics.ts';
import { adminEvents } from './admin-types.ts';
import type { Admin, AdminConfig, AdminPayloads } from './admin-types.ts';
import type { ClusterOptions } from './cluster-options.ts';
import { deleteGroups, describeGroups, listGroups } from './admin-groups.ts';
import { toKafkaJSError } from './error-conversion.ts';
import { Instrumentation } from './instrumentation.ts';
import type { Logger } from './logger.ts';
import { NetworkEvents } from './network-events.ts';
import type { RetryBudget } from './retry-budget.ts';

export class AdminFacade {
  readonly logger: Logger;
  readonly #cluster: ClusterOptions;
  readonly #budget: RetryBudget;
  readonly #instrumentation: Instrumentation<AdminPayloads>;
  readonly #network: NetworkEvents;
  #admin: Promise<ClientAdmin> | null = null;

  constructor(cluster: ClusterOptions, config: AdminConfig) {
    const { env } = cluster;
    this.logger = cluster.logger.namespace('Admin');
    this.#cluster = cluster;
    this.#budget = cluster.budget(config.retry);
    const { logger } = this;
    this.#instrumentation = new Instrumentation({ env, logger, of: 'admin.events', events: adminEvents });
    this.#network = new NetworkEvents(env, {
      onRequest: (payload) => this.#instrumentation.emit('admin.network.request', payload),
      onTimeout: (payload) => this.#instrumentation.emit('admin.network.request_timeout', payload),
    });
    this.#instrumentation.onListening = (isListening) => this.#network.listen(isListening);
  }

  /** As an object of functions that may be taken apart, as kafkajs's. */
  asAdmin(): Admin {
    const call =
      <Given, Result>(operation: AdminCall<Given, Result>) =>
      (given: Given): Promise<Result> =>
        this.#call((admin) => operation(admin, given));
    return {
      connect: () => this.connect(),
      disconnect: () => this.disconnect(),
      listTopics: () => this.#call(listTopics),
      createTopics: call(createTopics),
      deleteTopics: call(deleteTopics),
      createPartitions: call(createPartitions),
      fetchTopicMetadata: (options) => this.#call((admin) => fetchTopicMetadata(admin, options)),
      fetchOffsets: call(fetchOffsets),
      fetchTopicOffsets: call(fetchTopicOffsets),
      fetchTopicOffsetsByTimestamp: (topic, timestamp) =>
        this.#call((admin) => fetchTopicOffsetsByTimestamp(admin, { topic, timestamp })),
      describeCluster: () => this.#call(describeCluster),
      setOffsets: call(setOffsets),
      resetOffsets: call(resetOffsets),
      describeConfigs: call(describeConfigs),
      alterConfigs: call(alterConfigs),
      listGroups: () => this.#call(listGroups),
      deleteGroups: call(deleteGroups),
      describeGroups: call(describeGroups),
      describeAcls: call(describeAcls),
      deleteAcls: call(deleteAcls),
      createAcls: call(createAcls),
      deleteTopicRecords: call(deleteTopicRecords),
      alterPartitionReassignments: call(alterPartitionReassignments),
      listPartitionReassignments: (request) => this.#call((admin) => listPartitionReassignments(admin, request)),
      logger: () => this.logger,
      on: (name, listener) => this.#instrumentation.on(name, listener),
      events: adminEvents,
    };
  }

  async connect(): Promise<void> {
    await this.#connected();
    this.#instrumentation.emit('admin.connect', null);
  }

  async disconnect(): Promise<void> {
    const connected = this.#admin;
    this.#admin = null;
    // What kept it from connecting was told to whoever connected.
    const admin = await connected?.catch(() => null);
    await admin?.close();
    this.#network.forget();
    this.#instrumentation.emit('admin.disconnect', null);
  }

  async #call<Result>(operation: (admin: ClientAdmin) => Promise<Result>): Promise<Result> {
    const admin = await this.#connected();
    try {
      return await operation(admin);
    } catch (error) {
      throw toKafkaJSError(error);
    }
  }

  #connected(): Promise<ClientAdmin> {
    if (this.#admin !== null) return this.#admin;
    const connecting = this.#cluster.connect(this.logger, this.#budget).then((admin) => {
      this.#network.watch(admin);
      return admin;
    });
    this.#admin = connecting;
    connecting.catch(() => {
      // The next call connects again.
      if (this.#admin === connecting) this.#admin = null;
    });
    return connecting;
  }
}

async function describeCluster(admin: ClientAdmin): ReturnType<Admin['describeCluster']> {
  const { clusterId, controller, nodes } = await admin.describeCluster();
  return {
    brokers: nodes.map(({ nodeId, host, port }) => ({ nodeId, host, port })),
    controller: controller?.nodeId ?? null,
    clusterId: clusterId ?? '',
  };
}
