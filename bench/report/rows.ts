/** The shape in which every benchmark reports, and the arithmetic between samples and rows. */
export interface Spread {
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

/** One measured thing, Samsa beside its peers. */
export interface Row {
  readonly bench: string;
  readonly row: string;
  readonly unit: string;
  readonly better: 'lower' | 'higher';
  readonly samsa: Spread;
  readonly peers: Readonly<Record<string, Spread>>;
  /** Samsa's median over that of the best peer; null where there is none, or it is 0, as of whole milliseconds it may be. */
  readonly ratio: number | null;
}

export interface RowKind {
  readonly row: string;
  readonly unit: string;
  readonly better: 'lower' | 'higher';
  /** Shown without a peer, too: what others have no counterpart of. */
  readonly standsAlone?: boolean;
}

/** Samples by row and by who was measured, in the order in which rows were first seen. */
export class Samples {
  readonly #bench: string;
  /** Subjects that are shown beside the others and that nobody competes with. */
  readonly #references: readonly string[];
  readonly #rows = new Map<string, { kind: RowKind; samples: Map<string, number[]> }>();

  constructor(bench: string, references: readonly string[] = []) {
    this.#bench = bench;
    this.#references = references;
  }

  add(kind: RowKind, subject: string, value: number): void {
    const entry = this.#rows.get(kind.row) ?? { kind, samples: new Map<string, number[]>() };
    this.#rows.set(kind.row, entry);
    const values = entry.samples.get(subject) ?? [];
    entry.samples.set(subject, [...values, value]);
  }

  /** Rows for which both Samsa and a peer were measured, and those that stand alone. */
  rows(): Row[] {
    const rows: Row[] = [];
    for (const { kind, samples } of this.#rows.values()) {
      const samsa = samples.get('samsa');
      const peers = [...samples].filter(([subject]) => subject !== 'samsa');
      const medians = peers
        .filter(([subject]) => !this.#references.includes(subject))
        .map(([, values]) => spreadOf(values).median);
      const { standsAlone = false, ...facts } = kind;
      if (samsa === undefined || (medians.length === 0 && !standsAlone)) continue;
      const spreads = Object.fromEntries(peers.map(([subject, values]) => [subject, spreadOf(values)]));
      const best = kind.better === 'higher' ? Math.max(...medians) : Math.min(...medians);
      const ratio = best === 0 || medians.length === 0 ? null : rounded(spreadOf(samsa).median / best);
      rows.push({ bench: this.#bench, ...facts, samsa: spreadOf(samsa), peers: spreads, ratio });
    }
    return rows;
  }
}

/** Of one value at least. The median of an even number is the mean of the middle two. */
export function spreadOf(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  const median = ((sorted[Math.floor(middle)] ?? Number.NaN) + (sorted[Math.ceil(middle)] ?? Number.NaN)) / 2;
  return { median: rounded(median), min: rounded(sorted[0] ?? Number.NaN), max: rounded(sorted.at(-1) ?? Number.NaN) };
}

/** Four significant digits are more than any of these measurements is good for. */
function rounded(value: number): number {
  return Number(value.toPrecision(4));
}
