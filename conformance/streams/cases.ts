/** Cases of fast-check's choosing: topologies over the whole language of cases, and records for their topics. */
import fc from 'fast-check';
import { CLOCK, type CaseHeader, type CaseInput, type StreamsCase } from '../../tools/vectors/streams/run-case.ts';
import { type Draft, Growth } from './growth.ts';

const MOST_OPERATIONS = 9;
const MOST_RECORDS = 36;

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
interface RecordDraft {
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
function mostly<T>(usual: fc.Arbitrary<T>, unusual: fc.Arbitrary<T>, weight: number = 5): fc.Arbitrary<T> {
  return fc.oneof({ weight, arbitrary: usual }, { weight: 1, arbitrary: unusual });
}

const header: fc.Arbitrary<CaseHeader> = fc.tuple(
  fc.constantFrom('h', 'g'),
  fc.constantFrom<(string | null)[]>('1', '2', null),
);

const recordDraft: fc.Arbitrary<RecordDraft> = fc.record({
  topic: fc.nat(7),
  key: mostly(fc.constantFrom<(string | null)[]>('a', 'b', 'c'), fc.constantFrom<(string | null)[]>('d', null, ''), 12),
  value: fc.nat(19),
  advance: fc.oneof(
    { weight: 2, arbitrary: fc.constant(0) },
    { weight: 8, arbitrary: fc.nat(6) },
    { weight: 1, arbitrary: fc.nat(60) },
  ),
  late: mostly(fc.constant(0), fc.nat(25), 2),
  headers: mostly(fc.constant<readonly CaseHeader[]>([]), fc.array(header, { maxLength: 3 }), 8),
  isClock: mostly(fc.constant(false), fc.constant(true), 20),
});

/** What a value says: whose it is, and at times which row of another table it points at. */
function valueOf(choice: number, index: number): string | null {
  if (choice < 5) return `v${index}`;
  if (choice < 9) return `xy${index}`;
  if (choice < 14) return `${'abc'[choice % 3]!}:${index}`;
  if (choice < 16) return null;
  return ['~', '', 'a', 'b'][choice - 16]!;
}

function recordsOf(drafts: readonly RecordDraft[], topics: readonly string[]): CaseInput[] {
  let now = 0;
  return drafts.map(({ topic, key, value, advance, late, headers, isClock }, index): CaseInput => {
    if (isClock) return [CLOCK, null, null, 1 + advance];
    now += advance;
    const text = valueOf(value, index);
    const record = [topics[topic % topics.length]!, key, text, Math.max(0, now - late)] as const;
    return headers.length === 0 ? record : [...record, headers];
  });
}

function grown(drafts: readonly Draft[], records: readonly RecordDraft[]): StreamsCase {
  const growth = new Growth();
  for (const one of drafts) growth.grow(one);
  const { ops, inputs, out } = growth.finish();
  return { ops, input: inputs.length === 0 ? [] : recordsOf(records, inputs), out };
}

export const streamsCase: fc.Arbitrary<StreamsCase> = fc
  .tuple(
    fc.array(draft, { minLength: 1, maxLength: MOST_OPERATIONS, size: 'max' }),
    fc.array(recordDraft, { minLength: 1, maxLength: MOST_RECORDS, size: 'max' }),
  )
  .map(([drafts, records]) => grown(drafts, records));
