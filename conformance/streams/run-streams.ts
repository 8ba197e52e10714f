/**
 * `npm run conformance -- streams [--seed N] [--cases N]`: topologies that grow from seeds, run by Samsa's driver for tests and
 * by Kafka Streams' own. Before that the oracle itself is proved by golden vectors. There is no broker.
 */
import { join } from 'node:path';
import { fullName, readKafkaMetrics } from '../../src/streams/metrics/left-out.testing.ts';
import { readJsonLines } from '../../tools/vectors/read-lines.ts';
import type { CaseResult, StreamsCase } from '../../tools/vectors/streams/run-case.ts';
import { type RunOptions, runChecks } from '../runner/run-checks.ts';
import { headersCase } from './header-cases.ts';
import { namingCase, storeFormatCase } from './cases.ts';
import { fuzz } from './fuzz.ts';
import { compareMetrics } from './metrics.ts';
import { Oracle } from './oracle.ts';
import { comparePartitions } from './partitions.ts';

/** The word that chooses it. */
export const streamsName = 'streams';

/** What every run of CI has. */
export const DEFAULT_SEED = 1;
export const DEFAULT_CASES = 2000;
/** Of so many cases there is one more of each family. */
const FAMILY_SHARE = 10;

export interface StreamsRun extends RunOptions {
  readonly seed: number;
  readonly cases: number;
  onProgress(line: string): void;
}

export async function runStreams(run: StreamsRun): Promise<void> {
  const { seed, cases: count, onProgress } = run;
  const opening = Oracle.start(onProgress);
  opening.catch(() => undefined);
  const checks = [
    { name: `${streamsName}/golden vectors`, lane: streamsName, run: async () => proveOracle(await opening) },
    { name: `${streamsName}/metrics`, lane: streamsName, run: async () => proveMetrics(await opening) },
    {
      name: `${streamsName}/names of metrics`,
      lane: streamsName,
      run: async () => {
        const compared = await compareMetrics(await opening, { seed, count: Math.ceil(count / FAMILY_SHARE) });
        onProgress(`the metrics of ${compared} topologies from seed ${seed} on`);
      },
    },
    {
      name: `${streamsName}/partitions of windows`,
      lane: streamsName,
      run: async () => comparePartitions(await opening),
    },
    {
      name: `${streamsName}/grown cases`,
      lane: streamsName,
      run: async () => {
        const { outputs, refused } = await fuzz(await opening, { seed, count, onProgress });
        onProgress(`${count} cases from seed ${seed} on, ${outputs} outputs, ${refused} topologies that both refuse`);
      },
    },
    ...[
      { name: 'stores with headers', cases: headersCase },
      { name: 'builders with headers', cases: storeFormatCase },
      { name: 'names', cases: namingCase },
    ].map(({ name, cases }) => ({
      name: `${streamsName}/${name}`,
      lane: streamsName,
      run: async () => {
        const share = Math.ceil(count / FAMILY_SHARE);
        const { outputs } = await fuzz(await opening, { seed, count: share, cases, onProgress });
        onProgress(`${name}: ${share} cases from seed ${seed} on, ${outputs} outputs`);
      },
    })),
  ];
  try {
    await runChecks(checks, run);
  } finally {
    const oracle = await opening.catch(() => null);
    await oracle?.[Symbol.asyncDispose]();
  }
}

/** That the oracle names metrics as the list says which tests compare with; its values are those of one run. */
async function proveMetrics(oracle: Oracle): Promise<void> {
  const { topologyCase, metrics } = readKafkaMetrics();
  const { ops, input, out } = topologyCase as StreamsCase;
  const answer = await oracle.ask({ ops, input, out, metrics: 'TRACE' });
  if ('refused' in answer) throw new Error(`the oracle refuses the case of the metrics: ${answer.refused}`);
  for (const from of ['metrics', 'application'] as const) {
    const said = new Set(answer[from]?.map(fullName));
    const wanted = new Set(metrics.filter((one) => one.from === from).map(fullName));
    const different = [...said, ...wanted].filter((name) => !said.has(name) || !wanted.has(name));
    if (different.length > 0) throw new Error(`streams-metrics.jsonl and the oracle differ in ${different.join(', ')}`);
  }
}

type GoldenCase = StreamsCase & Pick<CaseResult, 'steps' | 'topology' | 'topics'> & { readonly name: string };

/** That the oracle says of the golden vectors what they say. */
async function proveOracle(oracle: Oracle): Promise<void> {
  const file = join(import.meta.dirname, '../../testdata/vectors/streams.jsonl.gz');
  const lines = readJsonLines(file) as readonly GoldenCase[];
  const answers = await Promise.all(lines.map(({ ops, input, out }) => oracle.ask({ ops, input, out })));
  for (const [index, answer] of answers.entries()) {
    const { name, steps, topology, topics } = lines[index]!;
    const wanted = JSON.stringify([steps, topology, topics]);
    const said = 'refused' in answer ? answer.refused : JSON.stringify([answer.steps, answer.topology, answer.topics]);
    if (said !== wanted) throw new Error(`the oracle says of ${name}: ${said}, not ${wanted}`);
  }
}
