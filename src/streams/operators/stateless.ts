/** Operators of streams that keep nothing: each record comes to none, one or several, at once. */
import { Node } from '../runtime/node.ts';
import type { RecordView } from '../runtime/record-view.ts';
import { settled } from '../runtime/user-function.ts';

export type ValueFunction = (value: unknown, record: RecordView) => unknown;
export type KeyValueFunction = (
  value: unknown,
  record: RecordView,
) => { readonly key: unknown; readonly value: unknown };

/** Hands on what it gets: merges, branches, sources. */
export class PassNode extends Node {
  protected override readonly keyUse = 'passes';

  process(key: unknown, value: unknown, timestamp: number): void {
    this.forward(key, value, timestamp);
  }
}

export class FilterNode extends Node {
  protected override readonly keyUse = 'passes';
  readonly #predicate: ValueFunction;
  readonly #keeps: boolean;

  /** `keeps`: which answer of the predicate lets a record through. */
  constructor(predicate: ValueFunction, keeps: boolean = true) {
    super();
    this.#predicate = predicate;
    this.#keeps = keeps;
  }

  process(key: unknown, value: unknown, timestamp: number): void {
    const answer = settled(this.#predicate(value, this.view(key, timestamp)), this.name);
    if (Boolean(answer) === this.#keeps) this.forward(key, value, timestamp);
  }
}

export class MapValuesNode extends Node {
  protected override readonly keyUse = 'passes';
  readonly #map: ValueFunction;

  constructor(map: ValueFunction) {
    super();
    this.#map = map;
  }

  process(key: unknown, value: unknown, timestamp: number): void {
    this.forward(key, settled(this.#map(value, this.view(key, timestamp)), this.name), timestamp);
  }
}

export class SelectKeyNode extends Node {
  protected override readonly keyUse = 'replaces';
  readonly #select: ValueFunction;

  constructor(select: ValueFunction) {
    super();
    this.#select = select;
  }

  process(key: unknown, value: unknown, timestamp: number): void {
    this.forward(settled(this.#select(value, this.view(key, timestamp)), this.name), value, timestamp);
  }
}

export class MapNode extends Node {
  protected override readonly keyUse = 'replaces';
  readonly #map: KeyValueFunction;

  constructor(map: KeyValueFunction) {
    super();
    this.#map = map;
  }

  process(key: unknown, value: unknown, timestamp: number): void {
    const mapped = settled(this.#map(value, this.view(key, timestamp)), this.name);
    this.forward(settled(mapped.key, this.name), settled(mapped.value, this.name), timestamp);
  }
}

export class FlatMapValuesNode extends Node {
  protected override readonly keyUse = 'passes';
  readonly #map: (value: unknown, record: RecordView) => Iterable<unknown>;

  constructor(map: (value: unknown, record: RecordView) => Iterable<unknown>) {
    super();
    this.#map = map;
  }

  process(key: unknown, value: unknown, timestamp: number): void {
    for (const one of settled(this.#map(value, this.view(key, timestamp)), this.name)) {
      this.forward(key, settled(one, this.name), timestamp);
    }
  }
}

export class FlatMapNode extends Node {
  protected override readonly keyUse = 'replaces';
  readonly #map: (value: unknown, record: RecordView) => Iterable<{ readonly key: unknown; readonly value: unknown }>;

  constructor(
    map: (value: unknown, record: RecordView) => Iterable<{ readonly key: unknown; readonly value: unknown }>,
  ) {
    super();
    this.#map = map;
  }

  process(key: unknown, value: unknown, timestamp: number): void {
    for (const one of settled(this.#map(value, this.view(key, timestamp)), this.name)) {
      this.forward(settled(one.key, this.name), settled(one.value, this.name), timestamp);
    }
  }
}

/** Shows each record to a function: `peek`, and `forEach` where nothing comes after it. */
export class PeekNode extends Node {
  protected override readonly keyUse = 'passes';
  readonly #look: ValueFunction;

  constructor(look: ValueFunction) {
    super();
    this.#look = look;
  }

  process(key: unknown, value: unknown, timestamp: number): void {
    settled(this.#look(value, this.view(key, timestamp)), this.name);
    this.forward(key, value, timestamp);
  }
}

/** Each record goes to the first child whose predicate takes it; a child without one takes what is left. */
export class BranchNode extends Node {
  protected override readonly keyUse = 'passes';
  readonly #predicates: readonly (ValueFunction | null)[];

  /** In the order of the children. */
  constructor(predicates: readonly (ValueFunction | null)[]) {
    super();
    this.#predicates = predicates;
  }

  process(key: unknown, value: unknown, timestamp: number): void {
    const index = this.#predicates.findIndex(
      (predicate) => predicate === null || Boolean(settled(predicate(value, this.view(key, timestamp)), this.name)),
    );
    const child = this.children[index];
    if (child !== undefined) this.forwardTo(child, key, value, timestamp);
  }
}
