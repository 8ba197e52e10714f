/**
 * Topologies and what Kafka Streams makes of them: outputs after each input, `describe()`, and all topics that were written
 * to; where a line has them, also the bytes in the application's own topics and how many records were left out. The
 * operations of a case are looked up in `streams/`, a file for each kind.
 */
import type { Outcome, VectorKind } from './kind.ts';
import { outcomeOf } from './kind.ts';
import { rightSteps, withoutLostWindows } from './streams/deviations.ts';
import { differenceOf } from './streams/difference.ts';
import { type CaseResult, runCase, type StreamsCase } from './streams/run-case.ts';

/** A case with what Kafka made of it. */
type StreamsLine = StreamsCase & { readonly name: string } & Omit<CaseResult, 'internal' | 'dropped'> &
  Partial<CaseResult>;

export const streams: VectorKind = {
  name: 'streams',
  *check(lines): Iterable<Outcome> {
    for (const line of lines as readonly StreamsLine[]) yield outcomeOf(line.name, () => checkLine(line));
  },
};

function checkLine(line: StreamsLine): string | null {
  const ours = withoutLostWindows(line, runCase(line), line);
  return differenceOf(line, ours, { ...line, steps: rightSteps(line, line.steps) });
}
