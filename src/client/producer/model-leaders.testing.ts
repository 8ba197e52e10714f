/**
 * For tests: two brokers that keep partitions in memory by a broker's rules for sequences (the last five batches of a
 * producer are known again, a gap is refused, an older epoch too), whose answers get lost, whose leaders move, and which
 * refuse what they feel like refusing.
 */
import assert from 'node:assert/strict';
import type { Env } from '#kernel';
import {
  Errors,
  initProducerIdRequest,
  initProducerIdResponse,
  newInitProducerIdResponse,
  newProduceResponse,
  newProduceResponseBatchIndexAndErrorMessage,
  newProduceResponsePartitionProduceResponse,
  newProduceResponseTopicProduceResponse,
  produceRequest,
  produceResponse,
  recordBatch,
  RecordCursor,
  type ProduceRequest,
  type ProduceResponse,
  type ProduceResponseBatchIndexAndErrorMessage,
} from '#protocol';
import { ScriptedBroker, type ScriptedAnswer } from '../scripted-broker.testing.ts';

export const TOPIC = 'events';
const REMEMBERED = 5;

type RecordErrors = ProduceResponseBatchIndexAndErrorMessage[];

interface ProducerState {
  epoch: number;
  batches: { first: number; last: number; offset: number }[];
}

export class ModelPartition {
  /** Values, by offset. */
  readonly log: string[] = [];
  readonly producers: Map<number, ProducerState> = new Map();
  maxBatchBytes = Number.POSITIVE_INFINITY;
  /** Values that are not valid here. */
  isRefused: (value: string) => boolean = () => false;

  append(bytes: Buffer): { errorCode: number; baseOffset: number; recordErrors?: RecordErrors } {
    assert.ok(recordBatch.isChecksumValid(bytes, 0), 'batches are intact');
    if (bytes.length > this.maxBatchBytes) return refused(Errors.MESSAGE_TOO_LARGE.code);
    const invalid = valuesOf(bytes).flatMap((value, index) => (this.isRefused(value) ? [index] : []));
    if (invalid.length > 0) {
      const recordErrors = invalid.map((batchIndex) => newProduceResponseBatchIndexAndErrorMessage({ batchIndex }));
      return { ...refused(Errors.INVALID_RECORD.code), recordErrors };
    }
    const id = recordBatch.producerId(bytes, 0);
    if (id < 0) return this.#write(bytes);
    const epoch = recordBatch.producerEpoch(bytes, 0);
    const first = recordBatch.baseSequence(bytes, 0);
    const last = recordBatch.lastSequence(bytes, 0);
    const state = this.producers.get(id) ?? { epoch, batches: [] };
    if (epoch < state.epoch) return refused(Errors.INVALID_PRODUCER_EPOCH.code);
    if (epoch > state.epoch) {
      if (first !== 0) return refused(Errors.OUT_OF_ORDER_SEQUENCE_NUMBER.code);
      state.epoch = epoch;
      state.batches = [];
    }
    const known = state.batches.find((batch) => batch.first === first && batch.last === last);
    if (known !== undefined) return { errorCode: 0, baseOffset: known.offset };
    const newest = state.batches.at(-1);
    if (newest !== undefined && first !== recordBatch.incrementSequence(newest.last, 1)) {
      return refused(Errors.OUT_OF_ORDER_SEQUENCE_NUMBER.code);
    }
    const written = this.#write(bytes);
    state.batches.push({ first, last, offset: written.baseOffset });
    if (state.batches.length > REMEMBERED) state.batches.shift();
    this.producers.set(id, state);
    return written;
  }

  #write(bytes: Buffer): { errorCode: number; baseOffset: number } {
    const baseOffset = this.log.length;
    this.log.push(...valuesOf(bytes));
    return { errorCode: 0, baseOffset };
  }
}

/** What happens to one request; drawn anew for each. */
export type Mishap = 'none' | 'lost-request' | 'lost-answer' | 'slow' | 'refused' | 'written-and-refused';

export interface ModelOptions {
  readonly partitions: number;
  /** In [0, 1). */
  chance(): number;
  /** Of requests that something happens to. */
  readonly mishaps: number;
}

export class ModelLeaders {
  readonly partitions: ModelPartition[] = [];
  readonly brokers: ScriptedBroker[];
  isCalm = false;
  initCount = 0;
  readonly #env: Env;
  readonly #options: ModelOptions;
  #leader = 1;
  #leaderEpoch = 1;
  #nextProducerId = 100;

  private constructor(env: Env, brokers: ScriptedBroker[], options: ModelOptions) {
    this.#env = env;
    this.brokers = brokers;
    this.#options = options;
    for (let i = 0; i < options.partitions; i++) this.partitions.push(new ModelPartition());
    for (const broker of brokers) {
      broker.peers = brokers.filter((other) => other !== broker);
      broker.on(produceRequest, produceResponse, (request) => this.#produce(broker.nodeId, request));
      broker.on(initProducerIdRequest, initProducerIdResponse, () => {
        this.initCount++;
        return newInitProducerIdResponse({ producerId: this.#nextProducerId++, producerEpoch: 0 });
      });
    }
    this.moveLeaders();
  }

  static async start(env: Env, options: ModelOptions): Promise<ModelLeaders> {
    const brokers = [await ScriptedBroker.start(env, { nodeId: 1 }), await ScriptedBroker.start(env, { nodeId: 2 })];
    return new ModelLeaders(env, brokers, options);
  }

  get bootstrapServers(): string {
    return this.brokers.map(({ bootstrap }) => bootstrap).join(',');
  }

  /** All partitions go to the other broker. */
  moveLeaders(): void {
    this.#leader = this.#leader === 1 ? 2 : 1;
    this.#leaderEpoch++;
    const topic = { partitions: this.partitions.length, leader: this.#leader, leaderEpoch: this.#leaderEpoch };
    for (const broker of this.brokers) broker.topics.set(TOPIC, topic);
  }

  async #produce(nodeId: number, request: ProduceRequest): Promise<ScriptedAnswer<ProduceResponse>> {
    const mishap = this.#mishap();
    if (mishap === 'lost-request') return 'close';
    if (mishap === 'slow') await this.#pause(this.#options.chance() * 3000);
    const responses = request.topicData.map(({ name, topicId, partitionData }) =>
      newProduceResponseTopicProduceResponse({
        name,
        topicId,
        partitionResponses: partitionData.map(({ index, records }) => {
          assert.ok(Buffer.isBuffer(records));
          return newProduceResponsePartitionProduceResponse({
            index,
            ...this.#judge({ nodeId, index, records, mishap }),
          });
        }),
      }),
    );
    return mishap === 'lost-answer' ? 'close' : newProduceResponse({ responses });
  }

  #judge(write: { nodeId: number; index: number; records: Buffer; mishap: Mishap }) {
    const { nodeId, index, records, mishap } = write;
    if (nodeId !== this.#leader) {
      const currentLeader = { leaderId: this.#leader, leaderEpoch: this.#leaderEpoch };
      // Not every broker tells.
      return this.#options.chance() < 0.5
        ? { ...refused(Errors.NOT_LEADER_OR_FOLLOWER.code), currentLeader }
        : refused(Errors.NOT_LEADER_OR_FOLLOWER.code);
    }
    if (mishap === 'refused') return refused(Errors.NOT_ENOUGH_REPLICAS.code);
    const result = this.partitions[index]!.append(records);
    if (mishap === 'written-and-refused') return refused(Errors.NOT_ENOUGH_REPLICAS_AFTER_APPEND.code);
    return result;
  }

  #mishap(): Mishap {
    if (this.isCalm || this.#options.chance() >= this.#options.mishaps) return 'none';
    const kinds = ['lost-request', 'lost-answer', 'slow', 'refused', 'written-and-refused'] as const;
    return kinds[Math.floor(this.#options.chance() * kinds.length)] ?? 'none';
  }

  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => void this.#env.scheduler.after(ms, resolve));
  }
}

function valuesOf(bytes: Buffer): string[] {
  const values: string[] = [];
  const cursor = new RecordCursor();
  cursor.open(bytes, 0, 1 << 26);
  while (cursor.next()) values.push(Buffer.from(cursor.value ?? []).toString());
  return values;
}

function refused(errorCode: number): { errorCode: number; baseOffset: number } {
  return { errorCode, baseOffset: -1 };
}
