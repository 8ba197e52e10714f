/**
 * What goes through clients/node/join-topology.ts on a world's broker, in two rounds, and what has to come of each: every
 * result once, whatever happens to instances meanwhile.
 */
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import type { Consumer, Producer, ProducerRecord } from '../../src/client/index.ts';
import { StreamsApplication } from '../scenarios/streams-application.ts';
import { quickGroup } from './counted-words.ts';
import type { World } from './scenario.ts';

const PARTITIONS = 2;
const OWNERS = 7;
const THINGS = 60;
const MEETINGS = 60;
const POLL_MS = 100;
const COMMIT_INTERVAL_MS = 100;
/** By then nobody can meet any more what has come before. */
const LATER_MS = 3_600_000;

interface Topics {
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
}

export class JoinedRecords {
  readonly #world: World;
  readonly #applicationId: string;
  readonly #topics: Topics;
  readonly #producer: Producer;
  readonly #consumer: Consumer;
  readonly #begin: number = Date.now();
  /** `key=value` → how often it came. */
  readonly #results = new Map<string, number>();

  private constructor(world: World, topics: Topics) {
    this.#world = world;
    this.#topics = topics;
    this.#applicationId = world.unique('joins');
    this.#producer = world.producer();
    this.#consumer = world.consumer({ isolationLevel: 'read_committed', autoOffsetReset: 'earliest' });
  }

  static async create(world: World): Promise<JoinedRecords> {
    const topic = (): Promise<string> => world.createTopic({ partitions: PARTITIONS });
    const [inputs, outputs] = [await Promise.all([1, 2, 3, 4].map(topic)), await Promise.all([1, 2].map(topic))];
    const records = new JoinedRecords(world, { inputs, outputs });
    await quickGroup(world, records.#applicationId);
    records.#consumer.assign((await Promise.all(outputs.map((one) => records.#consumer.partitionsFor(one)))).flat());
    return records;
  }

  /** An instance in a process of its own, exactly once, which may be killed. */
  async startProcess(stateDirectory: string): Promise<StreamsApplication> {
    mkdirSync(stateDirectory, { recursive: true });
    const instance = await StreamsApplication.start({
      implementation: 'samsa',
      program: 'joins.ts',
      input: this.#topics.inputs.join(),
      output: this.#topics.outputs.join(),
      logFile: `${stateDirectory}.log`,
      configs: {
        'bootstrap.servers': this.#world.bootstrap,
        'application.id': this.#applicationId,
        'processing.guarantee': 'exactly_once_v2',
        'commit.interval.ms': String(COMMIT_INTERVAL_MS),
        'statestore.cache.max.bytes': '0',
        'state.dir': stateDirectory,
        stores: 'persistent',
      },
    });
    this.#world.defer(() => instance.kill());
    return instance;
  }

  /** Things and those whom they belong to; records of two streams, of which each third pair has both. `part` of two. */
  async sendFirst(part: 0 | 1): Promise<void> {
    const [things, owners, left, right] = this.#topics.inputs as [string, string, string, string];
    const isOfPart = (_: unknown, index: number): boolean => index % 2 === part;
    const meetings = numbers(MEETINGS).filter(isOfPart);
    const at = (index: number): number => this.#begin + index;
    await this.#producer.sendBatch([
      ...numbers(OWNERS)
        .filter(isOfPart)
        .map((index) => ({ topic: owners, key: `o${index}`, value: 'first' })),
      ...numbers(THINGS)
        .filter(isOfPart)
        .map((index) => ({ topic: things, key: `t${index}`, value: `o${index % OWNERS}:thing` })),
      ...meetings
        .filter((index) => index % 3 !== 1)
        .map((index): ProducerRecord => ({ topic: left, key: `m${index}`, value: 'left', timestamp: at(index) })),
      ...meetings
        .filter((index) => index % 3 !== 2)
        .map((index): ProducerRecord => ({ topic: right, key: `m${index}`, value: 'right', timestamp: at(index) })),
    ]);
  }

  /** Owners change, so that all their things do. */
  async sendSecond(): Promise<void> {
    const topic = this.#topics.inputs[1]!;
    await this.#producer.sendBatch(numbers(OWNERS).map((index) => ({ topic, key: `o${index}`, value: 'second' })));
  }

  /** Time passes in each partition, so that who met nobody goes on alone. What waits is looked for once a second. */
  async sendTime(): Promise<void> {
    const topic = this.#topics.inputs[2]!;
    const timestamp = this.#begin + LATER_MS;
    await this.#producer.sendBatch(
      numbers(PARTITIONS).map((partition) => ({ topic, partition, key: 'clock', value: 'late', timestamp })),
    );
  }

  /** What is to come of the first round, apart from those who meet nobody; of the second; and of time. */
  get expected(): Record<'first' | 'second' | 'alone', readonly string[]> {
    const things = (owner: string): string[] =>
      numbers(THINGS).map((index) => `t${index}=o${index % OWNERS}:thing of ${owner}`);
    const met = numbers(MEETINGS).filter((index) => index % 3 === 0);
    const alone = numbers(MEETINGS).filter((index) => index % 3 !== 0);
    return {
      first: [...things('first'), ...met.map((index) => `m${index}=left+right`)],
      second: things('second'),
      alone: alone.map((index) => `m${index}=${index % 3 === 1 ? 'null+right' : 'left+null'}`),
    };
  }

  /** Waits for some of the results, the first so many of them; none may come twice. */
  async until(expected: readonly string[], count: number = expected.length): Promise<void> {
    while (!this.has(expected, count)) await this.read();
  }

  has(expected: readonly string[], count: number = expected.length): boolean {
    return expected.filter((one) => this.#results.has(one)).length >= count;
  }

  async read(): Promise<void> {
    for (const { key, value } of await this.#consumer.poll(POLL_MS)) {
      const result = `${String(key)}=${String(value)}`;
      const times = (this.#results.get(result) ?? 0) + 1;
      assert.equal(times, 1, `${result} came ${times} times`);
      this.#results.set(result, times);
    }
  }

  /** Everything that there is to be read, when all instances have ended, is all that was expected, once each. */
  async verifyWhole(): Promise<void> {
    const places = (await Promise.all(this.#topics.outputs.map((topic) => this.#consumer.partitionsFor(topic)))).flat();
    const ends = await this.#world.admin().listOffsets(places.map((place) => ({ ...place, spec: 'latest' as const })));
    const isAtEnd = async (): Promise<boolean> => {
      const positions = await Promise.all(places.map((place) => this.#consumer.position(place)));
      return positions.every((position, index) => position >= ends[index]!.offset);
    };
    while (!(await isAtEnd())) await this.read();
    const { first, second, alone } = this.expected;
    assert.deepEqual([...this.#results.keys()].toSorted(), [...first, ...second, ...alone].toSorted());
  }
}

function numbers(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
}
