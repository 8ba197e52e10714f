/** Cases of fast-check's choosing: topologies over the whole language of cases, and records for their topics. */
import fc from 'fast-check';
import {
  CLOCK,
  type CaseHeader,
  type CaseInput,
  COMMIT,
  type StreamsCase,
} from '../../tools/vectors/streams/run-case.ts';
import type { CaseOperation } from '../../tools/vectors/streams/topology-case.ts';
import { type Draft, type GrownTopology, Growth } from './growth.ts';
import { embellishing } from './naming.ts';
import { grownNodes } from './node-growth.ts';

const MOST_OPERATIONS = 9;
export const MOST_RECORDS = 36;
export const LARGE_CACHE = 10_485_760;
const LAST_COMMITS = 4;
/** On the disk a commit takes a while. */
const LONG_COMMITS = 15;

const DAY_MS = 86_400_000;
/** A record's time where not all begins in 1970. */
const SOME_DAY = 1_700_000_000_000;

const number = fc.nat(999);

const draft: fc.Arbitrary<Draft> = fc.record({
  operation: number,
  from: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, { weight: 2, arbitrary: fc.nat(5) }),
  with: fc.nat(5),
  third: fc.nat(5),
  numbers: fc.tuple(number, number, number, number),
  choice: fc.nat(23),
});

/** A record before it is known which topics there are. */
export interface RecordDraft {
  readonly topic: number;
  readonly key: string | null;
  readonly value: number;
  /** How far time moves on, and how far behind it the record is. */
  readonly advance: number;
  readonly late: number;
  readonly headers: readonly CaseHeader[];
  readonly isClock: boolean;
}

/** Mostly the first. */
export function mostly<T>(usual: fc.Arbitrary<T>, unusual: fc.Arbitrary<T>, weight: number = 5): fc.Arbitrary<T> {
  return fc.oneof({ weight, arbitrary: usual }, { weight: 1, arbitrary: unusual });
}

const header: fc.Arbitrary<CaseHeader> = fc.tuple(
  fc.constantFrom('h', 'g'),
  fc.constantFrom<(string | null)[]>('1', '2', null),
);

export const recordDraft: fc.Arbitrary<RecordDraft> = fc.record({
  topic: fc.nat(7),
  key: mostly(
    fc.constantFrom<(string | null)[]>('a', 'b', 'c'),
    fc.constantFrom<(string | null)[]>('d', null, '', 'é日', 'k=1@2/3'),
    12,
  ),
  value: fc.nat(24),
  advance: fc.oneof(
    { weight: 2, arbitrary: fc.constant(0) },
    { weight: 8, arbitrary: fc.nat(6) },
    { weight: 1, arbitrary: fc.nat(60) },
  ),
  late: mostly(fc.constant(0), fc.nat(25), 2),
  headers: mostly(fc.constant<readonly CaseHeader[]>([]), fc.array(header, { maxLength: 3 }), 8),
  isClock: mostly(fc.constant(false), fc.constant(true), 20),
});

/** Time may leap ahead as well. */
const leapingRecord: fc.Arbitrary<RecordDraft> = fc
  .tuple(recordDraft, mostly(fc.constant(0), fc.constantFrom(1000, 100_000, DAY_MS), 50))
  .map(([one, leap]) => ({ ...one, advance: one.advance + leap }));

/** What caches hold, and after how many records there is a commit; 0: after each, as the drivers do by themselves. */
interface Keeping {
  readonly cacheBytes: number;
  readonly every: number;
  readonly isPersistent: boolean;
}

const keeping: fc.Arbitrary<Keeping> = mostly(
  fc.constant({ cacheBytes: 0, every: 0, isPersistent: false }),
  fc.record({
    isPersistent: mostly(fc.constant(false), fc.constant(true), 8),
    // Of a few rows, or more than there are.
    cacheBytes: fc.oneof(fc.integer({ min: 1, max: 1200 }), fc.constant(LARGE_CACHE)),
    every: mostly(fc.integer({ min: 1, max: 20 }), fc.constant(0)),
  }),
  2,
);

/** What a value says: whose it is, and at times which row of another table it points at. */
function valueOf(choice: number, index: number): string | null {
  if (choice < 5) return `v${index}`;
  if (choice < 9) return `xy${index}`;
  if (choice < 14) return `${'abc'[choice % 3]!}:${index}`;
  if (choice < 16) return null;
  return ['~', '', 'a', 'b', ' ', ':', 'a:', '~a', 'straße'][choice - 16]!;
}

export function recordsOf(drafts: readonly RecordDraft[], topics: readonly string[], begin: number = 0): CaseInput[] {
  let now = begin;
  return drafts.map(({ topic, key, value, advance, late, headers, isClock }, index): CaseInput => {
    if (isClock) return [CLOCK, null, null, 1 + advance];
    now += advance;
    const text = valueOf(value, index);
    const record = [topics[topic % topics.length]!, key, text, Math.max(0, now - late)] as const;
    return headers.length === 0 ? record : [...record, headers];
  });
}

/** With commits among the records, and as many behind them as tables may stand one behind the other. */
export function committed(input: readonly CaseInput[], every: number): CaseInput[] {
  const commit: CaseInput = [COMMIT, null, null, 0];
  const among = input.flatMap((one, index) => ((index + 1) % every === 0 ? [one, commit] : [one]));
  return [...among, ...Array.from({ length: LAST_COMMITS }, () => commit)];
}

/**
 * Kafka's sessions expire later where they are cached, so that records find some that are gone otherwise; and so do sliding
 * windows of several streams, of which one may be late by the time of another; and all windows whose rows are looked up by changes that were held back.
 * These are kept so long that none expires.
 */
function keptLong(operation: CaseOperation, _index: number, ops: readonly CaseOperation[]): CaseOperation {
  const { op, as, ['store']: store = `${as}-rows` } = operation;
  const windows = typeof operation['windows'] === 'string' ? operation['windows'] : op;
  const isJoinedLate = ops.some((one) => one.op === 'suppressFinal') && ops.some((one) => one.op === 'ttJoin');
  const isSuch =
    windows === 'session' ||
    (windows === 'sliding' && op === 'cogroup') ||
    (/^(win|sliding|unlimited)$/.test(windows) && isJoinedLate);
  // By a name, as for a count Kafka uses up a number where there is none.
  return isSuch ? { ...operation, store, isLong: true } : operation;
}

/**
 * Kafka's stores of joins take a record without a value as a sign of the time in memory, and not on the disk
 * (RocksDBWindowStore.put skips it). Ours do in both, so that those on the disk are judged by Kafka's in memory.
 */
function joinedInMemory(operation: CaseOperation): CaseOperation {
  return operation.op === 'ssJoin' ? { ...operation, keptBy: 'memory' } : operation;
}

function beside({ ops, inputs, out }: GrownTopology, drafts: readonly Draft[]): GrownTopology {
  if (drafts.length === 0) return { ops, inputs, out };
  const nodes = grownNodes(drafts);
  return { ops: [...ops, ...nodes.ops], inputs: [...inputs, ...nodes.inputs], out: [...out, ...nodes.out] };
}

interface Choices extends Keeping {
  readonly isOptimized: boolean;
  readonly partitions: number;
  readonly shift: number;
  /** When the first record is, in milliseconds. */
  readonly begin: number;
  /** Of a topology out of single nodes beside the other one. */
  readonly nodes: readonly Draft[];
  /** How operations are called (`embellishing`). */
  readonly names: readonly number[];
}

function grown(
  drafts: readonly Draft[],
  records: readonly RecordDraft[],
  { cacheBytes, every, isPersistent, isOptimized, partitions, shift, nodes, names, begin }: Choices,
): StreamsCase {
  const growth = new Growth(embellishing(names));
  for (const one of drafts) growth.grow(one);
  const { inputs, ops: plain, out } = beside(growth.finish(), nodes);
  const isCached = cacheBytes > 0;
  const kept = isCached ? plain.map(keptLong) : plain;
  const ops = isPersistent ? kept.map(joinedInMemory) : kept;
  const topology = { ops, out };
  const divided = partitions === 1 ? topology : { ...topology, partitions, shift };
  const given = isOptimized ? { ...divided, optimize: true } : divided;
  const input = inputs.length === 0 ? [] : recordsOf(records, inputs, begin);
  if (!isCached) return { ...given, input };
  if (isPersistent) return { ...given, input: committed(input, LONG_COMMITS), stores: 'persistent', byHand: true };
  if (every === 0) return { ...given, input, cacheBytes };
  return { ...given, input: committed(input, every), cacheBytes, byHand: true };
}

function casesOf(
  kept: fc.Arbitrary<Keeping>,
  names: fc.Arbitrary<readonly number[]> = fc.constant([]),
): fc.Arbitrary<StreamsCase> {
  return fc
    .tuple(
      fc.array(draft, { minLength: 1, maxLength: MOST_OPERATIONS, size: 'max' }),
      fc.array(leapingRecord, { minLength: 1, maxLength: MOST_RECORDS, size: 'max' }),
      kept,
      mostly(fc.constant(false), fc.constant(true), 3),
      mostly(fc.constant<readonly Draft[]>([]), fc.array(draft, { minLength: 1, maxLength: 6, size: 'max' }), 3),
      mostly(fc.constant(1), fc.integer({ min: 2, max: 4 }), 2),
      fc.nat(1),
      names,
      mostly(fc.constant(0), fc.constant(SOME_DAY), 6),
    )
    .map(([drafts, records, how, isOptimized, nodes, partitions, shift, called, begin]) =>
      grown(drafts, records, { ...how, isOptimized, nodes, partitions, shift, names: called, begin }),
    );
}

export const streamsCase: fc.Arbitrary<StreamsCase> = casesOf(keeping);

/** On the disk, where Kafka's builder can have stores with headers, and those stores. */
export const storeFormatCase: fc.Arbitrary<StreamsCase> = casesOf(
  fc.constant({ cacheBytes: 1, every: 0, isPersistent: true }),
).map((one) => ({ ...one, storeFormat: 'headers' }));

/** With operators, groups, joins and stores that have names, or Kafka's own ones, in all the ways in which its builder takes them. */
export const namingCase: fc.Arbitrary<StreamsCase> = casesOf(
  keeping,
  fc.array(fc.nat(15), { minLength: 1, maxLength: 12, size: 'max' }),
);
