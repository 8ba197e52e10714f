/** For tests of transactions: a broker whose coordinator takes everything but what it is told to refuse. */
import assert from 'node:assert/strict';
import {
  addOffsetsToTxnRequest,
  addOffsetsToTxnResponse,
  addPartitionsToTxnRequest,
  addPartitionsToTxnResponse,
  endTxnRequest,
  endTxnResponse,
  Errors,
  initProducerIdRequest,
  initProducerIdResponse,
  newAddOffsetsToTxnResponse,
  newAddPartitionsToTxnResponse,
  newAddPartitionsToTxnResponsePartitionResult,
  newAddPartitionsToTxnResponseTopicResult,
  newEndTxnResponse,
  newInitProducerIdResponse,
  newProduceResponse,
  newProduceResponsePartitionProduceResponse,
  newProduceResponseTopicProduceResponse,
  newTxnOffsetCommitResponse,
  newTxnOffsetCommitResponsePartition,
  newTxnOffsetCommitResponseTopic,
  produceRequest,
  produceResponse,
  recordBatch,
  txnOffsetCommitRequest,
  txnOffsetCommitResponse,
} from '#protocol';
import { createSimulation, type Simulation } from '#sim';
import { ClientError } from '../errors.ts';
import { ScriptedBroker } from '../scripted-broker.testing.ts';
import { Producer, type ProducerOptions } from './producer.ts';

export const TOPIC = 't';
export type ErrorCodeName = keyof typeof Errors;

/** A broker that takes everything, and says something else where it is told to, once for each word. */
export class Coordinator {
  readonly broker: ScriptedBroker;
  /** By API: what the next requests are answered with. */
  readonly errors: Record<string, ErrorCodeName[]> = {};
  /** What was asked and written, in order. */
  readonly log: string[] = [];
  epoch = -1;
  #isEndTxnLost = false;

  constructor(broker: ScriptedBroker, version: 1 | 2) {
    this.broker = broker;
    broker.topics.set(TOPIC, { partitions: 2 });
    broker.features.push({ name: 'transaction.version', level: version });
    broker.on(initProducerIdRequest, initProducerIdResponse, ({ producerEpoch }) => {
      const errorCode = this.#said(`InitProducerId ${producerEpoch}`);
      if (errorCode === 0) this.epoch++;
      return newInitProducerIdResponse({ errorCode, producerId: 9, producerEpoch: this.epoch });
    });
    broker.on(addPartitionsToTxnRequest, addPartitionsToTxnResponse, ({ v3AndBelowTopics }) => {
      const names = v3AndBelowTopics.map(({ name, partitions }) => `${name}-${partitions.join()}`).join();
      const partitionErrorCode = this.#said(`AddPartitionsToTxn ${names}`);
      const resultsByTopicV3AndBelow = v3AndBelowTopics.map(({ name, partitions }) =>
        newAddPartitionsToTxnResponseTopicResult({
          name,
          resultsByPartition: partitions.map((partitionIndex) =>
            newAddPartitionsToTxnResponsePartitionResult({ partitionIndex, partitionErrorCode }),
          ),
        }),
      );
      return newAddPartitionsToTxnResponse({ resultsByTopicV3AndBelow });
    });
    broker.on(addOffsetsToTxnRequest, addOffsetsToTxnResponse, ({ groupId }) =>
      newAddOffsetsToTxnResponse({ errorCode: this.#said(`AddOffsetsToTxn ${groupId}`) }),
    );
    broker.on(txnOffsetCommitRequest, txnOffsetCommitResponse, (request, apiVersion) => {
      const { groupId, memberId, generationIdOrMemberEpoch: generation, topics } = request;
      const errorCode = this.#said(`TxnOffsetCommit v${apiVersion} ${groupId} ${memberId} ${generation}`);
      return newTxnOffsetCommitResponse({
        topics: topics.map(({ name, partitions }) =>
          newTxnOffsetCommitResponseTopic({
            name,
            partitions: partitions.map(({ partitionIndex }) =>
              newTxnOffsetCommitResponsePartition({ partitionIndex, errorCode }),
            ),
          }),
        ),
      });
    });
    broker.on(produceRequest, produceResponse, ({ topicData, transactionalId }, apiVersion) => {
      assert.equal(transactionalId, 'tx');
      return newProduceResponse({
        responses: topicData.map(({ name, topicId, partitionData }) =>
          newProduceResponseTopicProduceResponse({
            name,
            topicId,
            partitionResponses: partitionData.map(({ index, records }) => {
              const bytes = records as Buffer;
              assert.ok(recordBatch.isTransactional(bytes, 0));
              const sequence = `e${recordBatch.producerEpoch(bytes, 0)} s${recordBatch.baseSequence(bytes, 0)}`;
              const errorCode = this.#said(`Produce ${apiVersion < 12 ? 'v1' : 'v2'} ${index} ${sequence}`);
              return newProduceResponsePartitionProduceResponse({
                index,
                errorCode,
                baseOffset: errorCode === 0 ? 0 : -1,
              });
            }),
          }),
        ),
      });
    });
    broker.on(endTxnRequest, endTxnResponse, ({ committed }, apiVersion) => {
      if (this.#isEndTxnLost) {
        this.#isEndTxnLost = false;
        this.log.push('EndTxn lost');
        return 'close';
      }
      const errorCode = this.#said(`EndTxn v${apiVersion} ${committed ? 'commit' : 'abort'}`);
      if (apiVersion < 5 || errorCode !== 0) return newEndTxnResponse({ errorCode });
      return newEndTxnResponse({ producerId: 9, producerEpoch: ++this.epoch });
    });
  }

  loseNextEndTxn(): void {
    this.#isEndTxnLost = true;
  }

  /** The error for a request; `NONE` answers as usual. */
  say(api: string, ...errors: ErrorCodeName[]): void {
    this.errors[api] = errors;
  }

  #said(request: string): number {
    const error = this.errors[request.split(' ')[0]!]?.shift() ?? 'NONE';
    this.log.push(error === 'NONE' ? request : `${request}: ${error}`);
    return Errors[error].code;
  }
}

export interface Stage {
  readonly world: Simulation;
  readonly coordinator: Coordinator;
  readonly producer: Producer;
  /** What was asked since the last look. */
  asked(): string[];
}

export function onStage(
  version: 1 | 2,
  work: (stage: Stage) => Promise<void>,
  options: Partial<ProducerOptions> = {},
): Promise<void> {
  const world = createSimulation(1);
  return world.finish(
    (async () => {
      const coordinator = new Coordinator(await ScriptedBroker.start(world.env), version);
      const { broker, log } = coordinator;
      const common = { env: world.boot().env, bootstrapServers: broker.bootstrap, enableMetricsPush: false } as const;
      const producer = new Producer({ ...common, transactionalId: 'tx', retryBackoffMs: 10, ...options });
      await work({ world, coordinator, producer, asked: () => log.splice(0) });
      await producer.close({ timeoutMs: 1000 });
      await broker.stop();
    })(),
  );
}

export const record = { topic: TOPIC, value: 'v', partition: 0 };
export const abortable = (code: string) => (error: unknown) =>
  error instanceof ClientError && error.abortable && error.code === code;
export const fatal = (code: string) => (error: unknown) =>
  error instanceof ClientError && error.fatal && error.code === code;
