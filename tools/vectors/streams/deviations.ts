/**
 * Where Kafka is wrong, as a rule, and what is right. Kafka tells the final result of a window that holds its end (sliding,
 * sessions) as soon as time reaches that end, and takes further records of the very same moment into the window: then it
 * tells another final result of it. Here there is one, and later ones of the same window are left out.
 */
import type { CaseResult, StreamsCase } from './run-case.ts';
import type { CaseOperation } from './topology-case.ts';

/** What there is to compare with. */
export type ComparedResult = Omit<CaseResult, 'internal' | 'dropped'> & Partial<CaseResult>;

/** What a result is told of: a key, which may be any text, and its window. */
const WINDOW = /^[^]*?@(\d+)\/(?:\d+|forever)(?==)/;

function windowIn(result: string): string {
  return WINDOW.exec(result)?.[0] ?? result;
}

function startIn(result: string): number {
  return Number(WINDOW.exec(result)?.[1]);
}

/** What gives the windows that go into the case's one topic, by way of `final` where that is named; absent where there are none. */
function windowsOf({ ops, out }: StreamsCase, final?: 'suppressFinal'): CaseOperation | undefined {
  const by = (name: unknown): CaseOperation | undefined => ops.find(({ as }) => as === name);
  const shown = by(ops.find(({ op, topic }) => op === 'to' && topic === out[0])?.from);
  if (out.length !== 1 || shown?.op !== 'toStreamW') return undefined;
  const from = by(shown.from);
  if (final === undefined) return from;
  return from?.op === final ? by(from.from) : undefined;
}

/** The steps that are right: Kafka's own, but of each window that holds its end the first final result alone. */
export function rightSteps(given: StreamsCase, steps: readonly (readonly string[])[]): readonly (readonly string[])[] {
  if (!holdsEnd(windowsOf(given, 'suppressFinal'))) return steps;
  const told = new Set<string>();
  return steps.map((step) =>
    step.filter((result) => {
      const window = windowIn(result);
      const isFirst = !told.has(window);
      told.add(window);
      return isFirst;
    }),
  );
}

/**
 * What is right, without the windows that Kafka loses: one that is told when it closes (`final`) is gone from Kafka's store in
 * memory where the record that closes it begins a window later than the store keeps it (InMemoryWindowStore.put moves its
 * time before the aggregation looks for what has closed). Any other window has to be told by both.
 */
export function withoutLostWindows(
  given: StreamsCase,
  ours: CaseResult,
  { steps: wanted }: ComparedResult,
): CaseResult {
  const windows = windowsOf(given);
  if (windows?.op !== 'win' || windows['final'] !== true) return ours;
  const [size, grace] = [Number(windows['size']), Number(windows['grace'])];
  const advance = Number(windows['advance'] ?? size);
  const told = new Set(wanted.flat().map(windowIn));
  let newest = 0;
  const steps = ours.steps.map((step, index) => {
    newest = Math.max(newest, Math.floor((given.input[index]?.[3] ?? 0) / advance) * advance);
    return step.filter((result) => told.has(windowIn(result)) || startIn(result) + size + grace > newest);
  });
  const topics = steps.flat().length > 0 ? ours.topics : ours.topics.filter((topic) => topic !== given.out[0]);
  return { ...ours, steps, topics };
}

/** Whether what an operation gives are windows that hold their end. */
function holdsEnd(operation: CaseOperation | undefined): boolean {
  const windows = operation?.op === 'cogroup' ? operation['windows'] : operation?.op;
  return windows === 'session' || windows === 'sliding';
}

/**
 * Kafka's builder has stores that keep headers, and puts empty ones into them: what their changelogs have of headers is left out
 * on both sides.
 */
export function withoutStoredHeaders<R extends Partial<CaseResult>>(result: R): R {
  const { internal = [], ...others } = result;
  const plain = (line: string): string => line.replace(/^(\S+-changelog \S+).*$/, '$1');
  return { ...others, internal: internal.map((step) => step.map(plain)) } as unknown as R;
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
 * they had no windows. Where one of the streams comes of a table with a history it takes the windows for such a table, and
 * refuses to hold back what they tell.
 */
export function isBeyondKafka({ ops }: StreamsCase, refused: string): boolean {
  const hasSuch = ops.some(({ op, windows }) => op === 'cogroup' && windows !== undefined);
  return hasSuch && /failed to initialize processor|suppress\(\) is only supported for non-versioned/.test(refused);
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

/**
 * A stream with a left join with a table, with a grace: what has no key goes on at once without a row, as it does where there
 * is no grace. Kafka's buffer takes no record without a key, which ends the application (RocksDBTimeOrderedKeyValueBuffer,
 * "key cannot be null"). What both say up to there is compared.
 */
export function beforeMissingKeys<R extends ComparedResult>(
  { ops }: StreamsCase,
  ours: CaseResult,
  wanted: R,
): [CaseResult, R] {
  const hasSuch = ops.some(({ op, type, grace }) => op === 'stJoin' && type === 'left' && grace !== undefined);
  const end = wanted.steps.findIndex(([first]) => first === '!failed');
  return !hasSuch || end < 0 || ours.steps[end]?.[0] === '!failed' ? [ours, wanted] : before(end, ours, wanted);
}

/**
 * A version that was deleted at the very time from which it was valid, where the key had no other: Kafka's store with a history
 * remembers nothing of it (RocksDBVersionedStore.maybePutToLatestValueStore deletes the version, and only moves one that is
 * older), so that a version that comes late and is older still is the latest from then on, though it was deleted later. What
 * both say up to there is compared.
 */
export function beforeForgottenDeletions<R extends ComparedResult>(
  { ops, input }: StreamsCase,
  ours: CaseResult,
  wanted: R,
): [CaseResult, R] {
  if (!ops.some(({ op, versioned }) => versioned !== undefined || op === 'before')) return [ours, wanted];
  const end = input.findIndex(([topic, key, , time], index) => {
    const earlier = input.slice(0, index).filter((one) => one[0] === topic && one[1] === key && one[3] > time);
    return earlier.some(
      ([, , value, deletedAt], at) => value === null && earlier.slice(0, at).some((one) => one[3] === deletedAt),
    );
  });
  return end < 0 ? [ours, wanted] : before(end, ours, wanted);
}

/** What both say of the steps before one. */
function before<R extends ComparedResult>(end: number, ours: CaseResult, wanted: R): [CaseResult, R] {
  const { topics, internal } = wanted;
  const cut = { topics, dropped: 0 };
  return [
    { ...ours, ...cut, steps: ours.steps.slice(0, end), internal: ours.internal.slice(0, end) },
    {
      ...wanted,
      ...cut,
      steps: wanted.steps.slice(0, end),
      ...(internal === undefined ? {} : { internal: internal.slice(0, end) }),
    },
  ];
}

/**
 * Kafka's stores on the disk let go of rows by segments, and count as dropped what is older than those. Its caches still have
 * windows that their stores have let go of: a late record of a sliding window meets them, and is counted for each window that
 * it would have made with them.
 */
export function isCountedOtherwise({ ops, stores, cacheBytes = 0 }: StreamsCase): boolean {
  const hasSliding = ops.some(({ op, windows }) => op === 'sliding' || windows === 'sliding');
  return stores === 'persistent' || (cacheBytes > 0 && hasSliding);
}

const OPERANDS = ['from', 'with', 'third', 'rest'] as const;
const JOINS = /^(stJoin|ttJoin|fkJoin)$/;

/**
 * Whether a table whose changes are held back is joined with something that is made of it. While such a change is told the
 * table shows it here, as any table does that has told a row. Kafka shows what was there before until all that comes of the
 * change is done (InMemoryTimeOrderedKeyValueChangeBuffer.evictWhile removes a change after it has told it): the join of the
 * table with its own mapped values puts new values together with old ones, and is never mended.
 */
export function meetsItsHeldChanges({ ops }: StreamsCase): boolean {
  const suppressed = ops.filter(({ op }) => op === 'suppressTime' || op === 'suppressFinal').map(({ as }) => as!);
  return suppressed.some((origin) => {
    const made = reached(ops, origin, () => true);
    const shown = reached(ops, origin, ({ op, store }) => store === undefined && !op.startsWith('to'));
    return ops.some((one) => JOINS.test(one.op) && meet(one, made, shown));
  });
}

function meet({ from, with: other }: CaseOperation, made: ReadonlySet<string>, shown: ReadonlySet<string>): boolean {
  const [left, right] = [from ?? '', other ?? ''];
  return (made.has(left) && shown.has(right)) || (shown.has(left) && made.has(right));
}

/** The results that are made of one, itself among them, by operations that let it through. */
function reached(
  ops: readonly CaseOperation[],
  origin: string,
  lets: (operation: CaseOperation) => boolean,
): ReadonlySet<string> {
  const names = new Set([origin]);
  for (const operation of ops) {
    if (!OPERANDS.some((operand) => names.has(String(operation[operand]))) || !lets(operation)) continue;
    for (const name of [operation.as, operation['rest']]) if (typeof name === 'string') names.add(name);
  }
  return names;
}
