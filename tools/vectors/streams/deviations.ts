/**
 * Where Kafka is wrong, as a rule, and what is right. Kafka tells the final result of a window that holds its end (sliding,
 * sessions) as soon as time reaches that end, and takes further records of the very same moment into the window: then it
 * tells another final result of it. Here there is one, and later ones of the same window are left out.
 */
import type { CaseResult, StreamsCase } from './run-case.ts';
import type { CaseOperation } from './topology-case.ts';

/** Whether what goes into the case's one topic are final results of windows that hold their end. */
function tellsSuchResults({ ops, out }: StreamsCase): boolean {
  const by = (name: unknown): CaseOperation | undefined => ops.find(({ as }) => as === name);
  const sink = ops.find(({ op, topic }) => op === 'to' && topic === out[0]);
  const shown = by(sink?.from);
  const final = by(shown?.from);
  const windows = by(final?.from);
  return out.length === 1 && shown?.op === 'toStreamW' && final?.op === 'suppressFinal' && holdsEnd(windows);
}

/** The steps that are right: Kafka's own, but of each window that holds its end the first final result alone. */
export function rightSteps(given: StreamsCase, steps: readonly (readonly string[])[]): readonly (readonly string[])[] {
  if (!tellsSuchResults(given)) return steps;
  const told = new Set<string>();
  return steps.map((step) =>
    step.filter((result) => {
      const window = result.slice(0, result.indexOf('='));
      const isFirst = !told.has(window);
      told.add(window);
      return isFirst;
    }),
  );
}

/** Whether what an operation gives are windows that hold their end. */
function holdsEnd(operation: CaseOperation | undefined): boolean {
  const windows = operation?.op === 'cogroup' ? operation['windows'] : operation?.op;
  return windows === 'session' || windows === 'sliding';
}

/**
 * Where several topics behind one operator that changes keys are to be merged, and the way to them has a part in common, Kafka
 * loses its own way. Here they are merged.
 */
export function isLostByKafka({ optimize }: StreamsCase, refused: string): boolean {
  return optimize === true && refused.includes('Found a null keyChangingChild');
}

/**
 * Streams that are aggregated together, each through a topic, have topics of one name, which both refuse; unless all of them
 * are merged into one, which only Kafka gets to.
 */
export function isRefusedTooEarly({ ops, optimize }: StreamsCase, error: unknown): boolean {
  const isSuch = /there is a node \S+-repartition-filter already/.test(String(error));
  return optimize === true && isSuch && ops.some(({ op }) => op === 'cogroup');
}

/**
 * Kafka builds joins of windows that are aggregated of several streams, and cannot run them: it looks for their rows as if
 * they had no windows.
 */
export function isBeyondKafka({ ops }: StreamsCase, refused: string): boolean {
  const hasSuch = ops.some(({ op, windows }) => op === 'cogroup' && windows !== undefined);
  return hasSuch && refused.includes('failed to initialize processor');
}

/** Whether final results of windows that hold their end are told anywhere in the case. */
export function hasSuchResults({ ops }: StreamsCase): boolean {
  return ops.some(({ op, from }) => op === 'suppressFinal' && holdsEnd(ops.find(({ as }) => as === from)));
}

/**
 * Such a result without what shows the deviation besides: where Kafka tells a window again its buffer writes down once more that
 * it is gone, and nothing is left out as late.
 */
export function withoutTraces<R extends Partial<CaseResult>>(result: R): R {
  const { internal = [], dropped: _, ...others } = result;
  const isOther = (line: string): boolean => !/-SUPPRESS-\S+ \w+=null@/.test(line);
  return { ...others, internal: internal.map((step) => step.filter(isOther)) } as unknown as R;
}
