/** What differs between two results of a case, in one sentence about the first thing that does. */
import {
  type ComparedResult,
  beforeForgottenDeletions,
  beforeMissingKeys,
  hasSuchResults,
  isCountedOtherwise,
  meetsItsHeldChanges,
  withoutStoredHeaders,
  withoutTraces,
} from './deviations.ts';
import type { CaseResult, StreamsCase } from './run-case.ts';

/** But for what `deviations.ts` says. */
export function differenceOf(given: StreamsCase, ours: CaseResult, wanted: ComparedResult): string | null {
  if (given.storeFormat === undefined || wanted.internal === undefined) return rightDifference(given, ours, wanted);
  return rightDifference(given, withoutStoredHeaders(ours), withoutStoredHeaders(wanted));
}

function rightDifference(given: StreamsCase, ours: CaseResult, wanted: ComparedResult): string | null {
  if (meetsItsHeldChanges(given)) return topologyDifference(ours, wanted);
  const isCounted = !isCountedOtherwise(given);
  const counted = isCounted ? wanted : { ...wanted, dropped: ours.dropped };
  const [own, compared] = beforeForgottenDeletions(given, ...beforeMissingKeys(given, ours, counted));
  if (wanted.internal === undefined || !hasSuchResults(given)) return firstDifference(given, own, compared);
  return firstDifference(given, withoutTraces(own), withoutTraces(compared));
}

function firstDifference({ input }: StreamsCase, ours: CaseResult, wanted: ComparedResult): string | null {
  const topology = topologyDifference(ours, wanted);
  if (topology !== null) return topology;
  const steps = stepDifference(input, ours.steps, wanted.steps);
  if (steps !== null) return steps;
  if (JSON.stringify(ours.topics) !== JSON.stringify(wanted.topics)) {
    return `topics ${JSON.stringify(ours.topics)}, not ${JSON.stringify(wanted.topics)}`;
  }
  const internal = wanted.internal === undefined ? null : stepDifference(input, ours.internal, wanted.internal);
  if (internal !== null) return `the application's own topics: ${internal}`;
  const { dropped = ours.dropped } = wanted;
  return dropped === ours.dropped ? null : `${ours.dropped} records were left out, not ${dropped}`;
}

function topologyDifference(ours: CaseResult, wanted: ComparedResult): string | null {
  const line = lineDifference(ours.topology.split('\n'), wanted.topology.split('\n'));
  return line === null ? null : `the topology differs in ${line}`;
}

function stepDifference(
  input: StreamsCase['input'],
  ours: readonly (readonly string[])[],
  wanted: readonly (readonly string[])[],
): string | null {
  for (let index = 0; index < Math.max(ours.length, wanted.length); index++) {
    const [own, other] = [ours[index] ?? [], wanted[index] ?? []];
    if (own.length === other.length && other.every((line, at) => isSame(own[at]!, line))) continue;
    return `after input ${index} (${JSON.stringify(input[index])}): ${JSON.stringify(own)}, not ${JSON.stringify(other)}`;
  }
  return null;
}

/** Where Kafka leaves a time to the producer (`@any`), ours is as good as any. */
function isSame(own: string, other: string): boolean {
  return own === other || (other.includes('@any') && own.replace(/@\d+/, '@any') === other);
}

function lineDifference(ours: readonly string[], wanted: readonly string[]): string | null {
  for (let index = 0; index < Math.max(ours.length, wanted.length); index++) {
    if (ours[index] === wanted[index]) continue;
    return `line ${index + 1}: ${JSON.stringify(ours[index])}, not ${JSON.stringify(wanted[index])}`;
  }
  return null;
}
