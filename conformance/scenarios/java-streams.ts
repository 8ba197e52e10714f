/**
 * Kafka Streams, and Samsa's, count words in two instances, also one of each that share a group and each other's topics: by the classic group protocol and as a streams group (KIP-1071), at least
 * once and exactly once. One instance ends in the middle and comes back: closed in an orderly way, or killed where the
 * counting is exactly once. Either way every word's counts have to come out as 1, 2, 3, … to its number, each once.
 */
import { mkdirSync } from 'node:fs';
import { apacheKafkaClasspath } from '../../tools/peers/apache-kafka.ts';
import { shortLivedJvm } from '../clients/registry.ts';
import type { Check, Context, Participant, Scenario } from '../runner/context.ts';
import { readRecords, writeRecords } from '../runner/record-file.ts';
import type { FileRecord } from '../runner/record-file.ts';
import { until } from '../runner/session.ts';
import { runOrThrow } from '../runner/tools.ts';
import { type Implementation, StreamsApplication } from './streams-application.ts';

const partitions = 3;
/** Two subtopologies: lines to words, words to counts. */
const taskCount = 2 * partitions;
const wordsPerLine = 6;
const vocabulary = 97;
const deadlineMs = 120_000;

interface Variant {
  readonly protocol: 'classic' | 'streams';
  readonly guarantee: 'at_least_once' | 'exactly_once_v2';
  /** Of the one that stays, and of the one that ends and comes back. */
  readonly instances: readonly [Implementation, Implementation];
  /** In each of three parts. */
  readonly lines: number;
  /** Where Samsa's instances have their rows; in memory where absent. */
  readonly stores?: 'persistent';
}

const variants: readonly Variant[] = [
  { protocol: 'streams', guarantee: 'at_least_once', instances: ['java', 'java'], lines: 500 },
  { protocol: 'streams', guarantee: 'exactly_once_v2', instances: ['java', 'java'], lines: 500 },
  { protocol: 'classic', guarantee: 'at_least_once', instances: ['java', 'java'], lines: 500 },
  { protocol: 'classic', guarantee: 'exactly_once_v2', instances: ['java', 'java'], lines: 500 },
  { protocol: 'streams', guarantee: 'at_least_once', instances: ['java', 'samsa'], lines: 500 },
  { protocol: 'streams', guarantee: 'exactly_once_v2', instances: ['samsa', 'java'], lines: 500 },
  { protocol: 'streams', guarantee: 'at_least_once', instances: ['samsa', 'samsa'], lines: 500 },
  // 201,600 words, and an instance that is killed among them and comes back to its rows.
  {
    protocol: 'streams',
    guarantee: 'exactly_once_v2',
    instances: ['samsa', 'samsa'],
    lines: 11_200,
    stores: 'persistent',
  },
];

const allJava = variantName({ protocol: 'streams', guarantee: 'at_least_once', instances: ['java', 'java'], lines: 0 });

function variantName({ protocol, guarantee, instances: [one, other] }: Variant): string {
  return `${protocol}/${guarantee}${one === 'java' && other === 'java' ? '' : `/${one}-${other}`}`;
}

/** Of the application, and so of its group. */
function nameOf(variant: string): string {
  return `words-${variant.replaceAll('/', '-')}`;
}

/** The lines of one part; all parts have the same words. */
function linesOf(part: number, count: number): FileRecord[] {
  return Array.from({ length: count }, (_, line) => {
    const number = part * count + line;
    const words = Array.from(
      { length: wordsPerLine },
      (__, place) => `word${(number * 31 + place * place * 7) % vocabulary}`,
    );
    const key = Buffer.from(`line${number}`);
    const value = Buffer.from(words.join(' '));
    return { topic: 0, partition: -1, offset: -1, timestamp: Date.now(), key, value, headers: [] };
  });
}

class WordCountRun {
  readonly #context: Context;
  readonly #participant: Participant;
  readonly #variant: Variant;
  readonly #name: string;
  readonly #sent: FileRecord[] = [];
  #instances = 0;

  constructor(context: Context, participant: Participant, variant: Variant) {
    this.#context = context;
    this.#participant = participant;
    this.#variant = variant;
    this.#name = nameOf(variantName(variant));
  }

  async run(): Promise<void> {
    await this.#context.createTopic(this.#participant, `${this.#name}-in`, partitions);
    await this.#context.createTopic(this.#participant, `${this.#name}-out`, partitions);
    const stateDirectories = [this.#context.file('streams-a'), this.#context.file('streams-b')] as const;
    const [staying, going] = this.#variant.instances;
    const stays = await this.#start(staying, stateDirectories[0]);
    let goes = await this.#start(going, stateDirectories[1]);
    try {
      await this.#sharesTasks(stays, goes);
      await this.#produce(0);
      await this.#counted('before one instance ends');
      const produced = this.#produce(1);
      if (this.#variant.guarantee === 'exactly_once_v2') await goes.kill();
      else await goes.close();
      await produced;
      goes = await this.#start(going, stateDirectories[1]);
      await this.#produce(2);
      await this.#counted('after it came back');
      await this.#sharesTasks(stays, goes);
      await goes.close();
      await stays.close();
    } finally {
      await Promise.all([stays.kill(), goes.kill()]);
    }
  }

  #start(implementation: Implementation, stateDirectory: string): Promise<StreamsApplication> {
    mkdirSync(stateDirectory, { recursive: true });
    const { protocol, guarantee, stores } = this.#variant;
    return StreamsApplication.start({
      implementation,
      input: `${this.#name}-in`,
      output: `${this.#name}-out`,
      logFile: this.#context.file(`${this.#name}.log`),
      configs: {
        'bootstrap.servers': this.#context.peer.bootstrap,
        'application.id': this.#name,
        'application.server': `localhost:${++this.#instances}`,
        'group.protocol': protocol,
        'processing.guarantee': guarantee,
        'state.dir': stateDirectory,
        'statestore.cache.max.bytes': '0',
        'commit.interval.ms': '100',
        'auto.offset.reset': 'earliest',
        ...(stores === undefined || implementation === 'java' ? {} : { stores }),
        ...(protocol === 'classic' ? { 'session.timeout.ms': '6000', 'heartbeat.interval.ms': '1000' } : {}),
      },
    });
  }

  async #produce(part: number): Promise<void> {
    const records = linesOf(part, this.#variant.lines);
    this.#sent.push(...records);
    const file = this.#context.file('words.in');
    writeRecords(file, records);
    const session = await this.#context.session(this.#participant);
    await session.call('produce', { topic: `${this.#name}-in`, codec: 'none', file });
  }

  /** Every task is at exactly one of the two, and each has some. */
  async #sharesTasks(one: StreamsApplication, other: StreamsApplication): Promise<void> {
    await until(
      () => {
        const tasks = [...one.tasks, ...other.tasks];
        const isShared = one.tasks.length > 0 && other.tasks.length > 0;
        return (
          one.isRunning &&
          other.isRunning &&
          isShared &&
          tasks.length === taskCount &&
          new Set(tasks).size === taskCount
        );
      },
      deadlineMs,
      () => `${one.state} with ${one.tasks.join()}, ${other.state} with ${other.tasks.join()}`,
    );
  }

  async #counted(when: string): Promise<void> {
    const wanted = this.#sent.length * wordsPerLine;
    let output: readonly FileRecord[] = [];
    await until(
      async () => {
        output = await this.#output();
        return output.length >= wanted;
      },
      deadlineMs,
      () => `${when}: ${output.length} counts of ${wanted}`,
    );
    checkCounts(this.#sent, output);
  }

  async #output(): Promise<readonly FileRecord[]> {
    const file = this.#context.file('words.out');
    const session = await this.#context.session(this.#participant);
    await session.call('consume', { topics: [`${this.#name}-out`], file, isCommitted: true });
    return readRecords(file);
  }
}

/** Each word's counts are 1, 2, 3, … in this order. */
function checkCounts(sent: readonly FileRecord[], output: readonly FileRecord[]): void {
  const wanted = new Map<string, number>();
  for (const word of sent.flatMap(({ value }) => String(value).split(' '))) {
    wanted.set(word, (wanted.get(word) ?? 0) + 1);
  }
  const counted = new Map<string, number>();
  for (const { key, value, partition, offset } of output) {
    const next = (counted.get(String(key)) ?? 0) + 1;
    if (String(value) !== String(next)) {
      throw new Error(`${String(key)} was counted ${String(value)} where ${next} was due, at [${partition}:${offset}]`);
    }
    counted.set(String(key), next);
  }
  for (const [word, count] of wanted) {
    if (counted.get(word) !== count) throw new Error(`${word} was counted ${counted.get(word) ?? 0} times of ${count}`);
  }
}

/** Kafka's own tool on what an application has left: its group without members, and its internal topics. */
async function groupsTool(context: Context): Promise<void> {
  const group = nameOf(allJava);
  const classpath = await apacheKafkaClasspath();
  const command = (...words: string[]): Promise<string> => {
    const tool = ['org.apache.kafka.tools.streams.StreamsGroupCommand', '--bootstrap-server', context.peer.bootstrap];
    return runOrThrow(['java', ...shortLivedJvm, '-cp', classpath, ...tool, ...words]);
  };
  says(await command('--list', '--state'), new RegExp(`${group}\\s+Empty`));
  says(await command('--describe', '--group', group, '--state'), /Empty\s+0/);
  says(await command('--delete', '--group', group, '--delete-all-internal-topics'), /internal topics .*successful/);
  const listed = (await command('--list')).split('\n').map((line) => line.trim());
  if (listed.includes(group)) throw new Error(`${group} is listed after it was deleted`);
}

function says(output: string, wanted: RegExp): void {
  if (!wanted.test(output)) throw new Error(`${wanted} is not in what was printed: ${output.slice(0, 1000)}`);
}

export const javaStreams: Scenario = {
  name: 'java-streams',
  phases: (context) => {
    const participant = context.participants.find(({ client }) => client.name === 'java');
    if (participant === undefined) return [];
    return [
      variants.map((variant): Check => ({
        name: `java-streams/${variantName(variant)}`,
        lane: variant.instances.includes('java') ? 'java' : 'samsa',
        run: () => new WordCountRun(context, participant, variant).run(),
      })),
      [{ name: 'java-streams/groups-tool', lane: 'java', run: () => groupsTool(context) }],
    ];
  },
};
