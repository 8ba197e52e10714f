/** Operations on windows by which a topology grows. */
import type { Draft, Result } from './growth.ts';
import { type Arguments, type Growing, type OperationKind, simple, stored, STREAM } from './operation-kind.ts';

/** Of the windows of one hopping kind, so many hold a record at most. */
const MOST_AT_ONCE = 15;
const LONG_MS = [1000, 100_000, 86_400_000] as const;

/** A length below the bound; of some numbers one beside which all others are short. */
export function edgeOr(number: number, bound: number): number {
  return number >= 960 ? LONG_MS[number % LONG_MS.length]! : number % bound;
}

/** The arguments of windows, and how many of them a record falls into. */
function windowArguments(op: string, { numbers: [size, grace, advance] }: Draft): { given: Arguments; spread: number } {
  const graceMs = edgeOr(grace, 12);
  if (op === 'session') return { given: { gap: edgeOr(size, 10), grace: graceMs }, spread: 3 };
  // Kafka takes sliding windows of no length, and then cannot make one.
  if (op === 'sliding') return { given: { size: Math.max(1, edgeOr(size, 14)), grace: graceMs }, spread: 6 };
  if (op === 'unlimited') return { given: { start: size % 30 }, spread: 1 };
  const sizeMs = Math.max(1, edgeOr(size, 15));
  const everyMs = Math.max(1 + (advance % sizeMs), Math.ceil(sizeMs / MOST_AT_ONCE));
  if (advance % 2 === 0) return { given: { size: sizeMs, grace: graceMs }, spread: 1 };
  return { given: { size: sizeMs, grace: graceMs, advance: everyMs }, spread: Math.ceil(sizeMs / everyMs) };
}

const FOLDS = ['agg', 'reduce', 'count'] as const;

function windowed(op: string, fold: (typeof FOLDS)[number]): OperationKind {
  return {
    name: fold === 'count' ? (op === 'win' ? 'count of windows' : `count of ${op}`) : op,
    add(growing, draft) {
      const from = growing.find(STREAM, draft.from);
      const as = growing.newName();
      const { given, spread } = windowArguments(op, draft);
      // Sessions that have closed Kafka either loses or, where they stay in the store, changes again: nothing to compare with.
      const isFinal = (op === 'win' || op === 'sliding') && draft.choice % 4 === 3;
      const folded = fold === 'agg' && draft.choice % 2 === 1 ? 'reduce' : fold;
      const options = { ...(isFinal ? { final: true } : {}), ...(folded === 'agg' ? {} : { fold: folded }) };
      const counts = isFinal ? 'derivedCounts' : 'counts';
      const texts = isFinal ? 'derivedWindows' : 'windows';
      return growing.add(
        {
          op,
          as,
          from: from.name,
          ...given,
          ...options,
          ...stored(as, isFinal && fold === 'count' ? 1 : draft.numbers[3]),
        },
        {
          kind: fold === 'count' ? counts : texts,
          length: fold === 'count' ? 2 : (from.length + 1) * 12,
          rate: from.rate * spread,
          ...familyOf(op),
        },
      );
    },
  };
}

/** What windows can be joined with. */
function familyOf(op: string): Pick<Result, 'windows'> {
  return { windows: op === 'session' ? 'session' : 'time' };
}

const WINDOW_OPERATIONS = ['win', 'sliding', 'session', 'unlimited'] as const;

const windowedCogroup: OperationKind = {
  name: 'cogroup of windows',
  add(growing, draft) {
    const [from, other] = [draft.from, draft.with].map((place) => growing.find(STREAM, place));
    const as = growing.newName();
    const op = WINDOW_OPERATIONS[draft.choice % 4]!;
    const { given, spread } = windowArguments(op, draft);
    const operands = { from: from!.name, with: other!.name, windows: op };
    return growing.add(
      { op: 'cogroup', as, ...operands, ...given, ...stored(as, draft.third) },
      {
        kind: 'windows',
        length: (from!.length + other!.length + 1) * 12,
        rate: (from!.rate + other!.rate) * spread,
        ...familyOf(op),
      },
    );
  },
};

/** Whether final results of what it gives hold their end. */
function holdsEnd({ ops }: Growing, name: string): boolean {
  const operation = ops.find(({ as }) => as === name);
  const windowsOf = operation?.op === 'cogroup' ? operation['windows'] : operation?.op;
  return windowsOf === 'session' || windowsOf === 'sliding';
}

export const windows: readonly OperationKind[] = [
  ...WINDOW_OPERATIONS.flatMap((op) => [windowed(op, 'agg'), windowed(op, 'count')]),
  windowedCogroup,
  simple('text', ['counts', 'derivedCounts'], () => ({ kind: 'derivedWindows' })),
  simple('toStreamW', ['windows', 'derivedWindows', 'finals'], () => ({
    kind: 'stream',
    windows: null,
  })),
  {
    name: 'toWindows',
    add(growing, draft) {
      const { name, windows: family } = growing.find(['windows', 'derivedWindows'], draft.from);
      // Its bytes are looked at, as those of the application's own topics are.
      const topic = `oracle-${growing.newName()}-windows`;
      growing.end({ op: 'toWindows', from: name, topic, ...(family === 'session' ? { isSession: true } : {}) }, []);
      return null;
    },
  },
  {
    name: 'suppressFinal',
    add(growing, draft) {
      const from = growing.find(['windows', 'counts'], draft.from);
      const as = growing.newName();
      const isTold = holdsEnd(growing, from.name);
      if (isTold && from.kind === 'counts') return null;
      const bounds = draft.choice % 8 === 1 ? { maxRecords: 2 + (draft.numbers[0] % 6) } : {};
      const kind = isTold ? 'finals' : from.kind === 'counts' ? 'derivedCounts' : 'derivedWindows';
      return growing.add({ op: 'suppressFinal', as, from: from.name, ...bounds }, { ...from, kind });
    },
  },
];
