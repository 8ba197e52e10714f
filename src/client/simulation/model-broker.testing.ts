/**
 * A broker with transactions, in memory: it leads the partitions of one topic and coordinates transactions. It never dies;
 * its answers take their time, and now and then it is not the coordinator, or still loads.
 */
import type { Env } from '#kernel';
import {
  addPartitionsToTxnRequest,
  addPartitionsToTxnResponse,
  ApiKey,
  apis,
  contiguous,
  endTxnRequest,
  endTxnResponse,
  errorForCode,
  Errors,
  fetchRequest,
  fetchResponse,
  initProducerIdRequest,
  initProducerIdResponse,
  listOffsetsRequest,
  listOffsetsResponse,
  newAddPartitionsToTxnResponse,
  newEndTxnResponse,
  newFetchResponse,
  newFetchResponsePartitionData,
  newInitProducerIdResponse,
  newListOffsetsResponse,
  newListOffsetsResponsePartitionResponse,
  newProduceResponse,
  newProduceResponsePartitionProduceResponse,
  produceRequest,
  produceResponse,
  recordBatch,
  type FetchRequest,
  type FetchResponse,
  type ListOffsetsRequest,
  type ListOffsetsResponse,
  type ProduceRequest,
  type ProduceRequestPartitionProduceData,
  type ProduceResponse,
  type ProduceResponsePartitionProduceResponse,
} from '#protocol';
import type { SeededRandom } from '#sim';
import { ScriptedBroker } from '../scripted-broker.testing.ts';
import { ModelPartition } from './model-partition.testing.ts';
import { ModelTransactions } from './model-transactions.testing.ts';

/** The highest version of each API that is served: the last that goes by names, and for version 1 the last without KIP-890. */
const VERSIONS: Readonly<Record<number, readonly [withVersion1: number, withVersion2: number]>> = {
  [ApiKey.ApiVersions]: [4, 4],
  [ApiKey.Metadata]: [12, 12],
  [ApiKey.FindCoordinator]: [4, 6],
  [ApiKey.Produce]: [11, 12],
  [ApiKey.Fetch]: [12, 12],
  [ApiKey.ListOffsets]: [7, 7],
  [ApiKey.InitProducerId]: [4, 5],
  [ApiKey.AddPartitionsToTxn]: [3, 3],
  [ApiKey.EndTxn]: [3, 5],
};

export interface ModelBrokerOptions {
  readonly topic: string;
  readonly partitions: number;
  readonly port: number;
  readonly transactionVersion: 1 | 2;
  readonly random: SeededRandom;
  /** Told of everything that the broker has answered. */
  note(line: string): void;
}

export class ModelBroker {
  readonly partitions: readonly ModelPartition[];
  /** Once set, nothing goes wrong any more. */
  isHealed = false;
  readonly #env: Env;
  readonly #options: ModelBrokerOptions;
  readonly #transactions: ModelTransactions;
  /** Fetches that wait for something to read. */
  readonly #waiting: Set<() => void> = new Set();

  private constructor(env: Env, options: ModelBrokerOptions) {
    this.#env = env;
    this.#options = options;
    this.partitions = Array.from({ length: options.partitions }, () => new ModelPartition());
    for (const partition of this.partitions) partition.onChange = () => this.#wake();
    this.#transactions = new ModelTransactions({
      version: options.transactionVersion,
      partitions: this.partitions,
      later: (task) => env.scheduler.after(1 + options.random.below(80), task),
    });
  }

  static async start(env: Env, options: ModelBrokerOptions): Promise<ModelBroker> {
    const broker = new ModelBroker(env, options);
    const server = await ScriptedBroker.start(env, { port: options.port });
    broker.#serve(server);
    return broker;
  }

  #serve(server: ScriptedBroker): void {
    const { topic, partitions, transactionVersion } = this.#options;
    server.topics.set(topic, { partitions });
    server.features.push({ name: 'transaction.version', level: transactionVersion === 2 ? 2 : 0 });
    for (const { apiKey, request } of apis) {
      const highest = VERSIONS[apiKey]?.[transactionVersion - 1];
      server.versions.set(apiKey, highest === undefined ? null : [request.minVersion, highest]);
    }
    server.on(produceRequest, produceResponse, (request) => this.#late(() => this.#produce(request)));
    server.on(fetchRequest, fetchResponse, (request) => this.#fetch(request));
    server.on(listOffsetsRequest, listOffsetsResponse, (request) => this.#listOffsets(request));
    server.on(initProducerIdRequest, initProducerIdResponse, ({ transactionalId }) =>
      this.#late(() => {
        const outcome = this.#trouble() ?? this.#transactions.init(transactionalId ?? '');
        this.#note(`InitProducerId ${transactionalId}`, outcome);
        return newInitProducerIdResponse(outcome);
      }),
    );
    server.on(addPartitionsToTxnRequest, addPartitionsToTxnResponse, (request) =>
      this.#late(() => {
        const identity = { producerId: request.v3AndBelowProducerId, producerEpoch: request.v3AndBelowProducerEpoch };
        const indexes = request.v3AndBelowTopics.flatMap((one) => one.partitions);
        const id = request.v3AndBelowTransactionalId;
        const partitionErrorCode = this.#trouble()?.errorCode ?? this.#transactions.add(id, identity, indexes);
        this.#note(`AddPartitionsToTxn ${id} ${indexes.join()}`, { ...identity, errorCode: partitionErrorCode });
        const resultsByPartition = indexes.map((partitionIndex) => ({ partitionIndex, partitionErrorCode }));
        return newAddPartitionsToTxnResponse({ resultsByTopicV3AndBelow: [{ name: topic, resultsByPartition }] });
      }),
    );
    // Without KIP-890 an EndTxn that takes effect late, after a repeated one, ends the producer's next transaction.
    const end = transactionVersion === 1 ? this.#nowButAnsweredLate : this.#late;
    server.on(endTxnRequest, endTxnResponse, (request) =>
      end.call(this, () => {
        const { transactionalId, committed, producerEpoch } = request;
        const outcome = this.#trouble() ?? this.#transactions.end(transactionalId, request, committed);
        this.#note(`EndTxn ${transactionalId} of epoch ${producerEpoch}, ${committed ? 'commit' : 'abort'}`, outcome);
        return newEndTxnResponse(outcome);
      }),
    );
  }

  #note(what: string, { errorCode, producerEpoch }: { errorCode: number; producerEpoch: number }): void {
    const answer = errorCode === 0 ? 'done' : errorForCode(errorCode).name;
    this.#options.note(`${what}: ${answer}, epoch ${producerEpoch}`);
  }

  /** Now and then the coordinator has moved here and still loads, or is not here yet. */
  #trouble(): { errorCode: number; producerId: number; producerEpoch: number } | null {
    const { random } = this.#options;
    if (this.isHealed || !random.chance(0.05)) return null;
    const error = random.chance(0.5) ? Errors.COORDINATOR_LOAD_IN_PROGRESS : Errors.NOT_COORDINATOR;
    return { errorCode: error.code, producerId: -1, producerEpoch: -1 };
  }

  /** After a while; it takes effect when it is answered. */
  #late<A>(answer: () => A): Promise<A> {
    const { random } = this.#options;
    return new Promise((resolve) =>
      this.#env.scheduler.after(1 + random.below(random.chance(0.1) ? 200 : 5), () => resolve(answer())),
    );
  }

  async #nowButAnsweredLate<A>(answer: () => A): Promise<A> {
    const answered = answer();
    return this.#late(() => answered);
  }

  #produce(request: ProduceRequest): ProduceResponse {
    const responses = request.topicData.map(({ name, partitionData }) => ({
      name,
      topicId: '',
      partitionResponses: partitionData.map((data) => this.#append(request.transactionalId, data)),
    }));
    return newProduceResponse({ responses });
  }

  #append(
    transactionalId: string | null,
    { index, records }: ProduceRequestPartitionProduceData,
  ): ProduceResponsePartitionProduceResponse {
    const partition = this.partitions[index];
    const bytes = contiguous(records ?? Buffer.alloc(0));
    const answer = { index, baseOffset: -1, logStartOffset: 0, logAppendTimeMs: -1 };
    if (partition === undefined)
      return newProduceResponsePartitionProduceResponse({
        ...answer,
        errorCode: Errors.UNKNOWN_TOPIC_OR_PARTITION.code,
      });
    const identity = {
      producerId: recordBatch.producerId(bytes, 0),
      producerEpoch: recordBatch.producerEpoch(bytes, 0),
    };
    const errorCode = transactionalId === null ? 0 : this.#transactions.admit(transactionalId, identity, index);
    const result = errorCode !== 0 ? { errorCode } : partition.append(bytes);
    const sequences = `${recordBatch.baseSequence(bytes, 0)} to ${recordBatch.lastSequence(bytes, 0)}`;
    this.#note(`Produce ${transactionalId} ${index}, ${sequences}`, { ...identity, ...result });
    return newProduceResponsePartitionProduceResponse({ ...answer, ...result });
  }

  async #fetch(request: FetchRequest): Promise<FetchResponse> {
    const response = this.#read(request);
    const hasRecords = response.responses.some(({ partitions }) =>
      partitions.some(({ records }) => records !== null && contiguous(records).length > 0),
    );
    if (hasRecords || request.maxWaitMs === 0) return response;
    await new Promise<void>((resolve) => {
      const timer = this.#env.scheduler.after(request.maxWaitMs, () => wake());
      const wake = (): void => {
        timer.cancel();
        this.#waiting.delete(wake);
        resolve();
      };
      this.#waiting.add(wake);
    });
    return this.#read(request);
  }

  /** Always without a session, as a broker answers that keeps none. */
  #read({ topics, isolationLevel }: FetchRequest): FetchResponse {
    const responses = topics.map(({ topic, partitions }) => ({
      topic,
      topicId: '',
      partitions: partitions.map(({ partition: partitionIndex, fetchOffset, partitionMaxBytes }) => {
        const partition = this.partitions[partitionIndex];
        if (partition === undefined || fetchOffset > partition.end)
          return newFetchResponsePartitionData({ partitionIndex, errorCode: Errors.OFFSET_OUT_OF_RANGE.code });
        const isCommitted = isolationLevel === 1;
        const { records, abortedTransactions } = partition.read(fetchOffset, {
          maxBytes: partitionMaxBytes,
          isCommitted,
        });
        return newFetchResponsePartitionData({
          partitionIndex,
          highWatermark: partition.end,
          lastStableOffset: partition.lastStableOffset,
          logStartOffset: 0,
          abortedTransactions,
          records,
        });
      }),
    }));
    return newFetchResponse({ sessionId: 0, responses });
  }

  #listOffsets({ topics, isolationLevel }: ListOffsetsRequest): ListOffsetsResponse {
    const answered = topics.map(({ name, partitions }) => ({
      name,
      partitions: partitions.map(({ partitionIndex, timestamp }) => {
        const partition = this.partitions[partitionIndex];
        const end = isolationLevel === 1 ? partition?.lastStableOffset : partition?.end;
        const offset = timestamp === -2 ? 0 : (end ?? -1);
        return newListOffsetsResponsePartitionResponse({ partitionIndex, offset, timestamp: -1, leaderEpoch: 0 });
      }),
    }));
    return newListOffsetsResponse({ topics: answered });
  }

  #wake(): void {
    for (const wake of this.#waiting) wake();
  }
}
