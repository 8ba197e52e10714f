/**
 * That metrics are called as in Kafka Streams, whatever the topology: of cases that grow from seeds both drivers list what they
 * measure, and the lists have to name the same. Values are compared for one topology (tools/vectors/streams/metrics.test.ts).
 */
import { isRefusedTooEarly } from '../../tools/vectors/streams/deviations.ts';
import { metricsOfCase, type StreamsCase } from '../../tools/vectors/streams/run-case.ts';
import { fullName, isLeftOut } from '../../src/streams/metrics/left-out.testing.ts';
import { caseOf } from './fuzz.ts';
import type { NamedMetric, Oracle } from './oracle.ts';

type Named = Pick<NamedMetric, 'group' | 'name' | 'tags'>;

/** How many topologies were compared. Throws with the first that differs. */
export async function compareMetrics(
  oracle: Oracle,
  { seed, count }: { readonly seed: number; readonly count: number },
): Promise<number> {
  const cases = Array.from({ length: count }, (_, index): StreamsCase => {
    return { ...caseOf(seed + index), partitions: 1, shift: 0 };
  });
  const answers = await Promise.all(cases.map((one) => oracle.ask({ ...one, finalOnce: true, metrics: 'TRACE' })));
  let compared = 0;
  for (const [index, one] of cases.entries()) {
    const answer = answers[index]!;
    if ('refused' in answer) continue;
    let ours: readonly Named[];
    try {
      ours = metricsOfCase(one);
    } catch (error) {
      if (isRefusedTooEarly(one, error)) continue;
      throw error;
    }
    compared++;
    const isWanted = (metric: Named): boolean => isOfTask(metric) && !isOfHistory(one, metric);
    const different = differenceOf(ours.filter(isWanted), answer.metrics!.filter(isWanted));
    if (different.length === 0) continue;
    throw new Error(
      `the metrics of case ${seed + index} differ in ${different.join(', ')}: ${JSON.stringify(one.ops)}`,
    );
  }
  return compared;
}

function differenceOf(ours: readonly Named[], kafkas: readonly Named[]): string[] {
  const own = new Set(ours.map(nameAnywhere));
  const wanted = new Set(kafkas.filter((one) => !isLeftOut(one)).map(nameAnywhere));
  const more = [...own].filter((name) => !wanted.has(name)).map((name) => `${name} (not in Kafka)`);
  return [...more, ...[...wanted].filter((name) => !own.has(name))];
}

/** Histories have no call for all rows (nor have Kafka's, which count it), and are not counted where they are in memory. */
function isOfHistory({ ops }: StreamsCase, { name, tags }: Named): boolean {
  if (!name.startsWith('all-') && name !== 'estimate-num-keys') return false;
  const histories = ops.filter((op) => op['versioned'] !== undefined || op['history'] !== undefined);
  return histories.some(({ store }) => store === tags['rocksdb-state-id']);
}

/** As topics that match a pattern are called in cases, and the patterns: Kafka's driver has metrics of these alone. */
const OF_PATTERN = /^[FP](?:\d|\[)/;

/** The driver has no thread. */
function isOfTask({ group, tags }: Named): boolean {
  return group !== 'stream-thread-metrics' && !(group === 'stream-topic-metrics' && OF_PATTERN.test(tags['topic']!));
}

/** Stores of processors lie here where the topology says, and histories in memory too. */
function nameAnywhere(one: Named): string {
  return fullName(one).replace('rocksdb', 'in-memory').replace('estimate-num-keys', 'num-keys');
}
