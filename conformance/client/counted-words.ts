/** Words that applications count on a world's broker: what was sent, and whether each count came out once and in order. */
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import type { Consumer, Producer } from '../../src/client/index.ts';
import type { StreamsApplication, StreamsOptions, Topology } from '../../src/streams/index.ts';
import { wordCount } from '../clients/node/word-count-topology.ts';
import { StreamsApplication as StreamsProcess } from '../scenarios/streams-application.ts';
import type { World } from './scenario.ts';

const WORDS_PER_LINE = 6;
const VOCABULARY = 97;
const POLL_MS = 200;
/** Of the applications: results are seen by commits, each of them. */
const COMMIT_INTERVAL_MS = 100;

export class CountedWords {
  readonly applicationId: string;
  readonly input: string;
  readonly output: string;
  readonly partitions: number;
  readonly #world: World;
  readonly #producer: Producer;
  readonly #consumer: Consumer;
  readonly #sent = new Map<string, number>();
  readonly #counted = new Map<string, number>();
  #lines = 0;

  private constructor(world: World, names: Pick<CountedWords, 'applicationId' | 'input' | 'output' | 'partitions'>) {
    this.#world = world;
    this.applicationId = names.applicationId;
    this.input = names.input;
    this.output = names.output;
    this.partitions = names.partitions;
    this.#producer = world.producer();
    this.#consumer = world.consumer({ isolationLevel: 'read_committed', autoOffsetReset: 'earliest' });
  }

  /** Topics, and a group that divides tasks at once. `configs`: of the group, besides. */
  static async create(world: World, configs: Readonly<Record<string, string>> = {}): Promise<CountedWords> {
    const partitions = 2;
    const [input, output] = [await world.createTopic({ partitions }), await world.createTopic({ partitions })];
    const words = new CountedWords(world, { applicationId: world.unique('words'), input, output, partitions });
    await quickGroup(world, words.applicationId, configs);
    words.#consumer.assign(await words.#consumer.partitionsFor(output));
    return words;
  }

  /** So far. */
  get total(): number {
    return this.#lines * WORDS_PER_LINE;
  }

  async send(lines: number): Promise<void> {
    const values = Array.from({ length: lines }, (_, line) => lineOf(this.#lines + line));
    this.#lines += lines;
    for (const word of values.flatMap((value) => value.split(' '))) {
      this.#sent.set(word, (this.#sent.get(word) ?? 0) + 1);
    }
    await this.#producer.sendBatch(values.map((value, line) => ({ topic: this.input, key: String(line), value })));
  }

  /** Waits until all is counted; each word's counts have to be 1, 2, 3, … to its number. */
  async counted(): Promise<void> {
    for (let left = this.total - sum(this.#counted.values()); left > 0;) {
      const records = await this.#consumer.poll(POLL_MS);
      for (const { key, value } of records) {
        const next = (this.#counted.get(String(key)) ?? 0) + 1;
        assert.equal(String(value), String(next), `the next count of ${String(key)}`);
        this.#counted.set(String(key), next);
      }
      left -= records.length;
    }
    assert.deepEqual([...this.#counted].toSorted(), [...this.#sent].toSorted());
  }

  /** Where the changelog of the counts ends, by partition. */
  async changelogEnds(): Promise<number[]> {
    const topic = `${this.applicationId}-counts-changelog`;
    const places = Array.from({ length: this.partitions }, (_, partition) => ({ topic, partition }));
    const ends = await this.#world.admin().listOffsets(places.map((place) => ({ ...place, spec: 'latest' as const })));
    return ends.map(({ offset }) => offset);
  }

  topology(stores: 'memory' | 'persistent' = 'memory'): Topology {
    return wordCount(this.applicationId, { input: this.input, output: this.output, stores });
  }

  /** An instance in a process of its own, exactly once, which may be killed. */
  async startProcess(stores: 'memory' | 'persistent', stateDirectory: string): Promise<StreamsProcess> {
    mkdirSync(stateDirectory, { recursive: true });
    const instance = await StreamsProcess.start({
      implementation: 'samsa',
      input: this.input,
      output: this.output,
      logFile: `${stateDirectory}.log`,
      configs: {
        'bootstrap.servers': this.#world.bootstrap,
        'application.id': this.applicationId,
        'processing.guarantee': 'exactly_once_v2',
        'commit.interval.ms': String(COMMIT_INTERVAL_MS),
        'statestore.cache.max.bytes': '0',
        'state.dir': stateDirectory,
        stores,
      },
    });
    this.#world.defer(() => instance.kill());
    return instance;
  }

  /** An instance in this process, exactly once. */
  start(stores: 'memory' | 'persistent', options: Partial<StreamsOptions> = {}): Promise<StreamsApplication> {
    return startHere(this.#world, this.topology(stores), options);
  }
}

/** In this process, exactly once; it is closed with the check. */
export async function startHere(
  world: World,
  topology: Topology,
  options: Partial<StreamsOptions> = {},
): Promise<StreamsApplication> {
  const application = await topology.start({
    bootstrapServers: world.bootstrap,
    logger: world.logger('streams'),
    processingGuarantee: 'exactly_once_v2',
    commitIntervalMs: COMMIT_INTERVAL_MS,
    statestoreCacheMaxBytes: 0,
    ...options,
  });
  world.defer(() => application.close({ timeoutMs: 5000 }));
  return application;
}

/** Tasks are divided at once when a member comes or goes, and who vanishes is missed soon. */
export async function quickGroup(
  world: World,
  name: string,
  configs: Readonly<Record<string, string>> = {},
): Promise<void> {
  const all = {
    'streams.initial.rebalance.delay.ms': '0',
    'streams.assignment.interval.ms': '0',
    'streams.session.timeout.ms': '2000',
    'streams.heartbeat.interval.ms': '300',
    ...configs,
  };
  const operations = Object.entries(all).map(([key, value]) => ({ operation: 'SET', name: key, value }) as const);
  await world.admin().incrementalAlterConfigs([{ type: 'GROUP', name, operations }]);
}

function lineOf(number: number): string {
  const words = Array.from({ length: WORDS_PER_LINE }, (_, place) => `word${(number * 31 + place * 49) % VOCABULARY}`);
  return words.join(' ');
}

function sum(values: Iterable<number>): number {
  return [...values].reduce((one, other) => one + other, 0);
}
