/** Transactions and producers: looking at them, and ending what hangs (KIP-360, KIP-588, KIP-664, KIP-994). */
import {
  describeProducersRequest,
  describeProducersResponse,
  describeTransactionsRequest,
  describeTransactionsResponse,
  initProducerIdRequest,
  initProducerIdResponse,
  listTransactionsRequest,
  listTransactionsResponse,
  newInitProducerIdRequest,
  writeTxnMarkersRequest,
  writeTxnMarkersResponse,
  type DescribeProducersResponseProducerState,
  type DescribeTransactionsResponseTransactionState,
  type ListTransactionsRequest,
} from '#protocol';
import type { TopicPartition } from '../assignors/group-members.ts';
import { AdminCall, type AdminContext } from './admin-call.ts';
import { askAbout, askBrokers, settled } from './ask.ts';
import type { CallOptions } from './call-options.ts';
import { allBrokers, toBroker, toCoordinator, toLeader } from './routes.ts';
import { byTopic, partitionKey, partitionSubject, transactionSubject } from './subjects.ts';
import { transactionStates, type TransactionState } from './words.ts';

/** A transactional id as its coordinator knows it (KIP-664). */
export interface TransactionDescription {
  /** The producer's `transactional.id`. */
  readonly transactionalId: string;
  /** The node id of its coordinator. */
  readonly coordinatorId: number;
  /** As the coordinator tells it. */
  readonly state: TransactionState;
  /** The id that goes with the transactional id. */
  readonly producerId: number;
  /** Producers of older epochs are fenced. */
  readonly producerEpoch: number;
  /** The coordinator aborts what is open for longer. */
  readonly transactionTimeoutMs: number;
  /** In ms since 1970; null while none is open. */
  readonly transactionStartTimeMs: number | null;
  /** What the open transaction has written to. */
  readonly topicPartitions: readonly TopicPartition[];
}

/** Each filter lets all pass where it is absent or empty. */
export interface ListTransactionsOptions extends CallOptions {
  /** Only those in one of these states. */
  readonly states?: readonly TransactionState[];
  /** Only those of these producers. */
  readonly producerIds?: readonly number[];
  /** Open for longer than so many ms (KIP-994, Kafka 3.8 and later). */
  readonly durationMs?: number;
  /** RE2 over transactional ids (KIP-1152, Kafka 4.1 and later). */
  readonly transactionalIdPattern?: string;
}

/** A transactional id that there is. */
export interface TransactionListing {
  /** The producer's `transactional.id`. */
  readonly transactionalId: string;
  /** The id that goes with it. */
  readonly producerId: number;
  /** As the coordinator tells it. */
  readonly state: TransactionState;
}

/** Which replica is asked. */
export interface DescribeProducersOptions extends CallOptions {
  /** The replica to ask; each partition's leader where absent. */
  readonly brokerId?: number;
}

/** Who writes to a partition. */
export interface PartitionProducers extends TopicPartition {
  /** Those whose state the replica keeps (`producer.id.expiration.ms`). */
  readonly activeProducers: readonly ProducerState[];
}

/** What a replica knows of a producer. */
export interface ProducerState {
  /** As InitProducerId gave it. */
  readonly producerId: number;
  /** The last one that it wrote with. */
  readonly producerEpoch: number;
  /** Of its last record; -1 where it wrote none. */
  readonly lastSequence: number;
  /** In ms since 1970. */
  readonly lastTimestamp: number;
  /** Null where it never wrote a transaction. */
  readonly coordinatorEpoch: number | null;
  /** Where its open transaction begins; null while none is open. */
  readonly currentTransactionStartOffset: number | null;
}

/** What a hanging transaction is known by, as describeProducers tells it. */
export interface AbortTransactionSpec extends TopicPartition {
  /** As describeProducers tells it. */
  readonly producerId: number;
  /** As describeProducers tells it. */
  readonly producerEpoch: number;
  /** 0 where describeProducers had none. */
  readonly coordinatorEpoch?: number;
}

/** A transactional id whose producers are shut out. */
export interface FencedProducer {
  /** The producer's `transactional.id`. */
  readonly transactionalId: string;
  /** The id that goes with it. */
  readonly producerId: number;
  /** From now on, producers of older epochs are fenced. */
  readonly producerEpoch: number;
}

const NONE = -1;

function orNull(value: number): number | null {
  return value === NONE ? null : value;
}

export function describeTransactions(
  context: AdminContext,
  transactionalIds: readonly string[],
  options: CallOptions = {},
): Promise<TransactionDescription[]> {
  const call = new AdminCall(context, 'describeTransactions', options);
  return askAbout<string, TransactionDescription>(call, transactionalIds, {
    subject: transactionSubject,
    route: toCoordinator('transaction', (id) => id),
    async ask(nodeId, items, answers) {
      const body = { transactionalIds: [...items] };
      const answer = await call.send(nodeId, [describeTransactionsRequest, describeTransactionsResponse], body);
      for (const state of answer.transactionStates) {
        answers.add(state.transactionalId, state, () => transactionDescription(state, nodeId));
      }
    },
  });
}

function transactionDescription(
  state: DescribeTransactionsResponseTransactionState,
  coordinatorId: number,
): TransactionDescription {
  return {
    transactionalId: state.transactionalId,
    coordinatorId,
    state: transactionStates.fromWire(state.transactionState),
    producerId: state.producerId,
    producerEpoch: state.producerEpoch,
    transactionTimeoutMs: state.transactionTimeoutMs,
    transactionStartTimeMs: orNull(state.transactionStartTimeMs),
    topicPartitions: state.topics.flatMap(({ topic, partitions }) => {
      return partitions.map((partition) => ({ topic, partition }));
    }),
  };
}

export async function listTransactions(
  context: AdminContext,
  options: ListTransactionsOptions = {},
): Promise<TransactionListing[]> {
  const call = new AdminCall(context, 'listTransactions', options);
  const { states = [], producerIds = [], durationMs = NONE, transactionalIdPattern } = options;
  const body: ListTransactionsRequest = {
    stateFilters: states.map((state) => transactionStates.toWire(state)),
    producerIdFilters: [...producerIds],
    durationFilter: durationMs,
    transactionalIdPattern: transactionalIdPattern ?? null,
  };
  const minVersion = transactionalIdPattern !== undefined ? 2 : durationMs !== NONE ? 1 : 0;
  const listings = await askBrokers(call, await allBrokers(call), {
    ask: (nodeId) => call.send(nodeId, [listTransactionsRequest, listTransactionsResponse], body, { minVersion }),
    read: ({ transactionStates: found }) =>
      found.map(({ transactionalId, producerId, transactionState }) => {
        return { transactionalId, producerId, state: transactionStates.fromWire(transactionState) };
      }),
  });
  return listings.flat();
}

export function describeProducers(
  context: AdminContext,
  partitions: readonly TopicPartition[],
  options: DescribeProducersOptions = {},
): Promise<PartitionProducers[]> {
  const call = new AdminCall(context, 'describeProducers', options);
  const { brokerId } = options;
  return askAbout<TopicPartition, PartitionProducers>(call, partitions, {
    subject: partitionSubject,
    route: brokerId === undefined ? toLeader() : toBroker(() => brokerId),
    async ask(nodeId, items, answers) {
      const topics = byTopic(items, ({ partition }) => partition).map(({ name, partitions: partitionIndexes }) => {
        return { name, partitionIndexes };
      });
      const answer = await call.send(nodeId, [describeProducersRequest, describeProducersResponse], { topics });
      for (const { name: topic, partitions: results } of answer.topics) {
        for (const result of results) {
          const { partitionIndex: partition, activeProducers } = result;
          answers.add(partitionKey(topic, partition), result, () => {
            return { topic, partition, activeProducers: activeProducers.map(producerState) };
          });
        }
      }
    },
  });
}

function producerState(state: DescribeProducersResponseProducerState): ProducerState {
  return {
    producerId: state.producerId,
    producerEpoch: state.producerEpoch,
    lastSequence: state.lastSequence,
    lastTimestamp: state.lastTimestamp,
    coordinatorEpoch: orNull(state.coordinatorEpoch),
    currentTransactionStartOffset: orNull(state.currentTxnStartOffset),
  };
}

/** Writes an abort marker past the coordinator, for a transaction that it does not know any more (KIP-664). */
export function abortTransaction(
  context: AdminContext,
  spec: AbortTransactionSpec,
  options: CallOptions = {},
): Promise<void> {
  const call = new AdminCall(context, 'abortTransaction', options);
  const { topic, partition, producerId, producerEpoch, coordinatorEpoch = 0 } = spec;
  const marker = {
    producerId,
    producerEpoch,
    transactionResult: false,
    topics: [{ name: topic, partitionIndexes: [partition] }],
    coordinatorEpoch,
    transactionVersion: 0,
  };
  const abortion = askAbout<TopicPartition, undefined>(call, [{ topic, partition }], {
    subject: partitionSubject,
    route: toLeader(),
    async ask(nodeId, _items, answers) {
      const body = { markers: [marker] };
      const answer = await call.send(nodeId, [writeTxnMarkersRequest, writeTxnMarkersResponse], body);
      for (const { name, partitions } of answer.markers.flatMap(({ topics }) => topics)) {
        for (const result of partitions) {
          answers.add(partitionKey(name, result.partitionIndex), result, () => undefined);
        }
      }
    },
  });
  return settled(abortion);
}

/** Ends what is open under the ids, and the producers that have them (KIP-588). */
export function fenceProducers(
  context: AdminContext,
  transactionalIds: readonly string[],
  options: CallOptions = {},
): Promise<FencedProducer[]> {
  return initProducerIds(new AdminCall(context, 'fenceProducers', options), transactionalIds);
}

/** Ends a prepared transaction of two-phase commit (KIP-939) or any other that is open, by whoever holds the id. */
export function forceTerminateTransaction(
  context: AdminContext,
  transactionalId: string,
  options: CallOptions = {},
): Promise<void> {
  return settled(initProducerIds(new AdminCall(context, 'forceTerminateTransaction', options), [transactionalId]));
}

/** The epoch that is handed out is not used: a producer that comes next bumps it again. */
function initProducerIds(call: AdminCall, transactionalIds: readonly string[]): Promise<FencedProducer[]> {
  return askAbout<string, FencedProducer>(call, transactionalIds, {
    subject: transactionSubject,
    route: toCoordinator('transaction', (id) => id, ['CONCURRENT_TRANSACTIONS']),
    async ask(nodeId, items, answers) {
      const each = items.map(async (transactionalId) => {
        const transactionTimeoutMs = call.requestTimeoutMs();
        const body = newInitProducerIdRequest({ transactionalId, transactionTimeoutMs });
        const answer = await call.send(nodeId, [initProducerIdRequest, initProducerIdResponse], body);
        const { producerId, producerEpoch } = answer;
        answers.add(transactionalId, answer, () => ({ transactionalId, producerId, producerEpoch }));
      });
      await Promise.all(each);
    },
  });
}
