/** Cases that grow from seeds, each run here and by Kafka; what differs is made as small as it gets. */
import fc from 'fast-check';
import { differenceOf } from '../../tools/vectors/streams/difference.ts';
import { isBeyondKafka, isLostByKafka, isRefusedTooEarly } from '../../tools/vectors/streams/deviations.ts';
import { runCase, type StreamsCase } from '../../tools/vectors/streams/run-case.ts';
import { streamsCase } from './cases.ts';
import type { Answer, Oracle } from './oracle.ts';

export interface FuzzOptions {
  /** Of the first case; each next one has the next. */
  readonly seed: number;
  readonly count: number;
  /** What grows; any topology where absent. */
  readonly cases?: Cases;
  onProgress(line: string): void;
}

export type Cases = fc.Arbitrary<StreamsCase>;

export interface FuzzTally {
  /** How many Kafka refused to build, and so did Samsa. */
  refused: number;
  /** Outputs that were compared. */
  outputs: number;
}

/** How long a case is made smaller at most. */
const SHRINKING_MS = 20_000;
/** Cases that are on their way to the oracle at a time. */
const IN_FLIGHT = 200;

/** Throws with the smallest case that shows the first difference. */
export async function fuzz(
  oracle: Oracle,
  { seed, count, cases: growing = streamsCase, onProgress }: FuzzOptions,
): Promise<FuzzTally> {
  const tally: FuzzTally = { refused: 0, outputs: 0 };
  for (let first = seed; first < seed + count; first += IN_FLIGHT) {
    const seeds = Array.from({ length: Math.min(IN_FLIGHT, seed + count - first) }, (_, index) => first + index);
    const cases = seeds.map((one) => caseOf(one, growing));
    const answers = await Promise.all(cases.map((one) => ask(oracle, one)));
    for (const [index, answer] of answers.entries()) {
      const problem = judge(cases[index]!, answer, tally);
      if (problem === null) continue;
      onProgress(`case ${seeds[index]} differs: ${problem}`);
      throw new Error(await smallest(oracle, seeds[index]!, growing));
    }
  }
  return tally;
}

/** The case that grows from a seed. */
export function caseOf(seed: number, cases: Cases = streamsCase): StreamsCase {
  return fc.sample(cases, { seed, numRuns: 1 })[0]!;
}

/** What kind of difference a sentence tells of: its first words, whatever the numbers among them. */
function kindOf(problem: string | null): string | undefined {
  return problem?.replace(/\d+/g, 'n').split(' ', 2).join(' ');
}

/** A line that says what is different, with the case as JSON. */
export async function smallest(oracle: Oracle, seed: number, cases: Cases = streamsCase): Promise<string> {
  const found = caseOf(seed, cases);
  const kind = kindOf(judge(found, await ask(oracle, found)));
  // Of the same kind all the way: otherwise one mistake hides behind another.
  const agrees = async (one: StreamsCase): Promise<boolean> => kindOf(judge(one, await ask(oracle, one))) !== kind;
  const { counterexample } = await fc.check(fc.asyncProperty(cases, agrees), {
    seed,
    numRuns: 1,
    interruptAfterTimeLimit: SHRINKING_MS,
  });
  const least = counterexample?.[0];
  if (least === undefined) return `the case of seed ${seed} differs, and then does not`;
  const problem = judge(least, await ask(oracle, least));
  return `the case of seed ${seed}, made smaller: ${problem}\n${JSON.stringify(least)}`;
}

export function ask(oracle: Oracle, one: StreamsCase): Promise<Answer> {
  return oracle.ask({ ...one, finalOnce: true, bytes: true });
}

/** What is different between the two, or null. */
export function judge(one: StreamsCase, answer: Answer, tally?: FuzzTally): string | null {
  const refused = 'refused' in answer ? answer.refused : null;
  let ours;
  try {
    ours = runCase(one);
  } catch (error) {
    if (tally !== undefined && refused !== null) tally.refused++;
    return refused !== null || isRefusedTooEarly(one, error) ? null : `${String(error)}, where Kafka takes it`;
  }
  if ('refused' in answer) {
    return isBeyondKafka(one, answer.refused) || isLostByKafka(one, answer.refused)
      ? null
      : `it is taken, where Kafka says ${answer.refused}`;
  }
  if (tally !== undefined) tally.outputs += ours.steps.flat().length;
  return differenceOf(one, ours, answer);
}
