/**
 * How a topology grows from drafts: each draft is a few numbers that fast-check chose, and every draft gives an operation that
 * fits what is there already, so that whatever is left of them while a failure is made smaller is a topology again. A 0
 * means the plainest choice: the result that came last, no option.
 */
import type { CaseOperation } from '../../tools/vectors/streams/topology-case.ts';
import { type Growing, keptRows, type OperationKind } from './operation-kind.ts';
import { kindsOfOperations } from './operation-kinds.ts';

export interface Draft {
  readonly operation: number;
  /** Which of the results that fit, counted from the last. */
  readonly from: number;
  readonly with: number;
  readonly third: number;
  readonly numbers: readonly [number, number, number, number];
  /** Options that an operation may have. */
  readonly choice: number;
}

/** What a result can be used for. */
export type ResultKind =
  | 'stream'
  | 'table'
  /** By windows: straight from an aggregation, which alone can tell final results; or made of such. */
  | 'windows'
  | 'derivedWindows'
  /** By windows, of numbers. */
  | 'counts'
  | 'derivedCounts'
  /** Final results of windows that hold their end, for streams alone. */
  | 'finals'
  | 'global';

export interface Result {
  readonly name: string;
  readonly kind: ResultKind;
  /** How long values get at most, and how many come of one input: aggregates of aggregates would be without bound. */
  readonly length: number;
  readonly rate: number;
  /** The family of windows: those of one can be joined. */
  readonly windows: string | null;
  /** Of a table by key: for how long it says what its rows were, in milliseconds; it does not where absent. */
  readonly history?: number | undefined;
  isUsed: boolean;
}

export interface GrownTopology {
  readonly ops: readonly CaseOperation[];
  /** Topics to write to, and to read from. */
  readonly inputs: readonly string[];
  readonly out: readonly string[];
}

const MOST_LENGTH = 3000;
const MOST_RATE = 60;
/** Each topic is read in one way. */
const TOPICS = { stream: ['A', 'B', 'C'], table: ['T', 'U', 'V'], global: ['G', 'H'] } as const;

/** All topics that records can be written to; some of those of a pattern. */
function inputsOf(ops: readonly CaseOperation[]): string[] {
  const read = ops.flatMap(({ op, topic, topics, pattern }): readonly string[] => {
    if (op === 'to' || op === 'toChosen') return [];
    if (pattern !== undefined) return ['F1', 'F22'];
    return Array.isArray(topics) ? topics.map(String) : topic === undefined ? [] : [topic];
  });
  return [...new Set(read)];
}

/** Gives an operation names and the like; by default none. */
export type Embellish = (operation: CaseOperation, kind: ResultKind | null) => CaseOperation;

export class Growth implements Growing {
  readonly ops: CaseOperation[] = [];
  readonly #embellish: Embellish;
  readonly #results: Result[] = [];
  readonly #inputs: string[] = [];
  readonly #written: string[] = [];
  #names = 0;

  constructor(embellish: Embellish = (operation) => operation) {
    this.#embellish = embellish;
  }

  grow(draft: Draft): void {
    const kind = kindsOfOperations[draft.operation % kindsOfOperations.length]!;
    this.#apply(kind, draft);
  }

  /** The topology with a topic behind everything that nothing else uses. */
  finish(): GrownTopology {
    const out: string[] = [...this.#written];
    for (const result of this.#results.slice()) {
      if (result.isUsed || result.kind === 'global') continue;
      const topic = `o${out.length}`;
      this.ops.push(this.#embellish({ op: 'to', from: this.#asStream(result).name, topic }, null));
      out.push(topic);
    }
    return { ops: this.ops, inputs: inputsOf(this.ops), out };
  }

  find(kinds: readonly ResultKind[], place: number, fits: (result: Result) => boolean = () => true): Result {
    const found = this.#results.filter((result) => kinds.includes(result.kind) && fits(result));
    const result = found.length === 0 ? this.#source(kinds, place) : found.at(-1 - (place % found.length))!;
    result.isUsed = true;
    return result;
  }

  newName(): string {
    return `n${this.#names++}`;
  }

  add(operation: CaseOperation, result: Omit<Result, 'name' | 'isUsed'>): Result {
    const added = { ...result, name: operation.as ?? '', isUsed: false };
    this.ops.push(this.#embellish(operation, result.kind));
    this.#results.push(added);
    return added;
  }

  /** An operation that gives nothing, and the topics that it writes to. */
  end(operation: CaseOperation, topics: readonly string[]): void {
    this.ops.push(this.#embellish(operation, null));
    this.#written.push(...topics);
  }

  /** A result of its own beside the one that `as` names. */
  addBeside(name: string, result: Omit<Result, 'name' | 'isUsed'>): void {
    this.#results.push({ ...result, name, isUsed: false });
  }

  /** A source may also be put in where others would fit. */
  source(kind: 'stream' | 'table' | 'global', { numbers, choice }: Pick<Draft, 'numbers' | 'choice'>): Result {
    const topics = TOPICS[kind];
    const topic = topics.find((one) => !this.#inputs.includes(one));
    if (topic === undefined) return this.find([kind], numbers[0]);
    this.#inputs.push(topic);
    const as = this.newName();
    const { given, history } = keptRows(as, kind === 'table' ? choice : 0, numbers);
    return this.add({ op: kind, as, topic, ...given }, { kind, length: 6, rate: 1, windows: null, history });
  }

  #source(kinds: readonly ResultKind[], place: number): Result {
    const draft: Draft = { operation: 0, from: 0, with: 0, third: 0, numbers: [5, 2, 0, 0], choice: 0 };
    const plain = kinds.find((kind) => kind === 'stream' || kind === 'table' || kind === 'global');
    if (plain !== undefined) return this.source(plain, { numbers: [place, 0, 0, 0], choice: 0 });
    const windows = kindsOfOperations.find(
      ({ name }) => name === (kinds[0] === 'counts' ? 'count of windows' : 'win'),
    )!;
    // It is asked for, and stays whatever may come of it: the operation that needs it is judged by that.
    windows.add(this, draft);
    return this.#results.at(-1)!;
  }

  #apply(kind: OperationKind, draft: Draft): void {
    const [operations, results] = [this.ops.length, this.#results.length];
    const used = this.#results.filter(({ isUsed }) => isUsed);
    const result = kind.add(this, draft);
    if (result === null || (result.length <= MOST_LENGTH && result.rate <= MOST_RATE)) return;
    // Too much would come of it: it is left out again, what was put in for it stays.
    if (this.ops.length === operations) return;
    this.ops.length = operations;
    this.#results.length = results;
    for (const one of this.#results) one.isUsed = used.includes(one);
    this.#inputs.splice(0, this.#inputs.length, ...inputsOf(this.ops));
  }

  /** What a sink can take of a result. */
  #asStream(result: Result): Result {
    result.isUsed = true;
    if (result.kind === 'stream') return result;
    const as = this.newName();
    const { length, rate } = result;
    if (result.kind === 'counts' || result.kind === 'derivedCounts') {
      const text = this.add({ op: 'text', as, from: result.name }, { ...result, kind: 'derivedWindows' });
      return this.#asStream(text);
    }
    const op = result.kind === 'table' ? 'toStream' : 'toStreamW';
    const stream = this.add({ op, as, from: result.name }, { kind: 'stream', length, rate, windows: null });
    stream.isUsed = true;
    return stream;
  }
}
