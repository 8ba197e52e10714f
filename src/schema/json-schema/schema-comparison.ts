/**
 * Whether data written with one JSON Schema (the original) is valid under another (the update), and how the two differ.
 *
 * Schemas may refer to themselves. A pair that comes up again while it is being compared is taken to be compatible; if
 * it then turns out not to be, all is compared anew with that known, until nothing new is learnt: the greatest fixpoint.
 *
 * Invariant: each pair is compared once per round, and the steps of all rounds together are bounded, so that no schema
 * can keep a registry busy.
 */
import { printJson } from '../json/print-json.ts';
import { equalJson } from '../json/equal-json.ts';
import { SchemaError } from '../schema-format.ts';
import { canMatch } from './bipartite-matching.ts';
import { compareArrays } from './compare-arrays.ts';
import type { Comparer } from './compare-objects.ts';
import { compareObjects } from './compare-objects.ts';
import { compareEnums, compareNumbers, compareStrings } from './compare-values.ts';
import type { Extent, Outcome, Policy } from './findings.ts';
import { Findings } from './findings.ts';
import type { CombinedModel, ReferenceModel, SchemaModel } from './schema-model.ts';
import { dereferenced } from './schema-model.ts';

/** Less than half a second. A schema of 700 alternatives with 30 properties each takes a tenth of the steps. */
const MAX_STEPS = 100_000;
/** Deeper than any schema that people write; each level takes a few frames of the stack. */
const MAX_DEPTH = 500;
/** Asking again whether two schemas fit takes a fraction of comparing them. */
const QUESTIONS_PER_STEP = 4;
/** So many characters of text count as one step. */
const CHARACTERS_PER_STEP = 256;
/** More than the schemas of one text. */
const PAIR_FACTOR = 2 ** 26;

const COMPATIBLE: Outcome = { findings: [], isCompatible: true };
const INCOMPATIBLE: Outcome = { findings: [], isCompatible: false };

type Concrete = Exclude<SchemaModel, ReferenceModel>;

/** Everything in which the update differs from the original. Throws SchemaError where that takes too long to tell. */
export function compareSchemas(original: SchemaModel, update: SchemaModel, policy: Policy): Outcome {
  const comparison = new SchemaComparison(policy);
  for (;;) {
    const outcome = comparison.round(original, update);
    if (outcome !== null) return outcome;
  }
}

class SchemaComparison implements Comparer {
  readonly #policy: Policy;
  /** Pairs known to be incompatible, from this round or an earlier one. */
  readonly #incompatible = new Set<number>();
  /** Of this round: all that was found, and what only the verdict was asked of. */
  readonly #outcomes = new Map<number, Outcome>();
  readonly #compatible = new Set<number>();
  readonly #inProgress = new Set<number>();
  /** Pairs that were taken to be compatible in this round without knowing it. */
  readonly #assumed = new Set<number>();
  readonly #texts = new Map<SchemaModel, string>();
  #extent: Extent = 'all';
  #steps = 0;

  constructor(policy: Policy) {
    this.#policy = policy;
  }

  /** Null where an assumption of the round was wrong, and another is needed. */
  round(original: SchemaModel, update: SchemaModel): Outcome | null {
    this.#outcomes.clear();
    this.#compatible.clear();
    this.#assumed.clear();
    const outcome = this.compare(original, update);
    return [...this.#assumed].some((pair) => this.#incompatible.has(pair)) ? null : outcome;
  }

  charge(steps: number): void {
    this.#steps += steps;
    if (this.#steps > MAX_STEPS) {
      throw new SchemaError(
        `Comparing the schemas takes more than ${MAX_STEPS} steps: they are too large or entangled`,
      );
    }
  }

  compare(original: SchemaModel | undefined, update: SchemaModel | undefined): Outcome {
    if (original === undefined || update === undefined) return this.#withAbsent(original, update);
    const before = dereferenced(original);
    const after = dereferenced(update);
    if (before === undefined || after === undefined) return this.#withUnknown(original, update);
    const pair = before.key * PAIR_FACTOR + after.key;
    const known = this.#known(pair);
    if (known !== undefined) return known;
    this.charge(1);
    if (this.#inProgress.size >= MAX_DEPTH) {
      throw new SchemaError(`Comparing the schemas leads through more than ${MAX_DEPTH} levels`);
    }
    this.#inProgress.add(pair);
    const outcome = this.#compareNew(before, after);
    this.#inProgress.delete(pair);
    if (!outcome.isCompatible) this.#incompatible.add(pair);
    else if (this.#extent === 'verdict') this.#compatible.add(pair);
    if (this.#extent === 'all') this.#outcomes.set(pair, outcome);
    return outcome;
  }

  isCompatible(original: SchemaModel, update: SchemaModel): boolean {
    const extent = this.#extent;
    this.#extent = 'verdict';
    const { isCompatible } = this.compare(original, update);
    this.#extent = extent;
    return isCompatible;
  }

  #known(pair: number): Outcome | undefined {
    const outcome = this.#outcomes.get(pair);
    if (outcome !== undefined) return outcome;
    const isIncompatible = this.#incompatible.has(pair);
    if (this.#extent === 'verdict') {
      if (isIncompatible) return INCOMPATIBLE;
      if (this.#compatible.has(pair)) return COMPATIBLE;
    }
    if (!this.#inProgress.has(pair)) return undefined;
    if (isIncompatible) return INCOMPATIBLE;
    this.#assumed.add(pair);
    return COMPATIBLE;
  }

  #withAbsent(original: SchemaModel | undefined, update: SchemaModel | undefined): Outcome {
    const found = new Findings(this.#policy, this.#extent);
    if (update !== undefined && dereferenced(update)?.kind !== 'empty') found.add('SCHEMA_ADDED');
    if (original !== undefined && dereferenced(original)?.kind !== 'empty') found.add('SCHEMA_REMOVED');
    return found;
  }

  /** One leads nowhere, or only to itself: what it says is in its text. */
  #withUnknown(original: SchemaModel, update: SchemaModel): Outcome {
    const found = new Findings(this.#policy, this.#extent);
    if (this.#text(original) !== this.#text(update)) found.add('TYPE_CHANGED');
    return found;
  }

  #compareNew(original: Concrete, update: Concrete): Outcome {
    const found = new Findings(this.#policy, this.#extent);
    compareAnnotations(found, original, update);
    const before = this.#unwrapped(original);
    const after = this.#unwrapped(update);
    if (before === undefined || after === undefined) return this.#withUnknown(original, update);
    this.#compareKinds(found, before, after);
    return found;
  }

  /** A combination of one schema is that schema. */
  #unwrapped(model: Concrete): Concrete | undefined {
    let at: Concrete | undefined = model;
    for (let level = 0; at?.kind === 'combined'; level++) {
      const [only, ...others] = this.#distinct(at);
      if (only === undefined || others.length > 0) return at;
      if (level === MAX_DEPTH) return undefined;
      at = dereferenced(only);
    }
    return at;
  }

  #compareKinds(found: Findings, original: Concrete, update: Concrete): void {
    if (original.kind === 'false' || update.kind === 'empty' || original === update) return;
    if (original.annotations.isBytes && update.annotations.isBytes) return;
    if (original.kind === 'combined' || update.kind === 'combined') {
      return this.#compareCombinations(found, original, update);
    }
    if (original.kind === 'string' && update.kind === 'string') return compareStrings(found, original, update);
    if (original.kind === 'number' && update.kind === 'number') return compareNumbers(found, original, update);
    if (original.kind === 'object' && update.kind === 'object') return compareObjects(found, [original, update], this);
    if (original.kind === 'array' && update.kind === 'array') return compareArrays(found, [original, update], this);
    if (original.kind === 'enum' && update.kind === 'enum') {
      return compareEnums(found, [original, update], (steps) => this.charge(steps));
    }
    if (original.kind === 'not' && update.kind === 'not') {
      return this.#compareNot(found, original.schema, update.schema);
    }
    if (original.kind !== update.kind) found.add('TYPE_CHANGED');
  }

  /** Refusing less is taking more: what is refused is compared the other way round. */
  #compareNot(found: Findings, original: SchemaModel, update: SchemaModel): void {
    if (!this.isCompatible(update, original)) found.add('NOT_TYPE_EXTENDED', '/not');
    else if (this.#extent === 'all' && this.compare(update, original).findings.length > 0) {
      found.add('NOT_TYPE_NARROWED', '/not');
    }
  }

  #compareCombinations(found: Findings, original: Concrete, update: Concrete): void {
    if (original.kind === 'combined' && update.kind === 'combined') {
      return this.#compareCombined(found, original, update);
    }
    if (update.kind === 'combined') {
      const fits = this.#distinct(update).some((schema) => this.isCompatible(original, schema));
      if (!fits) return found.add('TYPE_CHANGED');
      return found.add(update.criterion === 'allOf' ? 'PRODUCT_TYPE_EXTENDED' : 'SUM_TYPE_EXTENDED');
    }
    if (original.kind !== 'combined') return;
    const fits = this.#distinct(original).some((schema) => this.isCompatible(schema, update));
    if (!fits) return found.add('TYPE_CHANGED');
    found.add(original.criterion === 'allOf' ? 'PRODUCT_TYPE_NARROWED' : 'SUM_TYPE_NARROWED');
  }

  #compareCombined(found: Findings, original: CombinedModel, update: CombinedModel): void {
    if (original.criterion !== update.criterion) {
      if (update.criterion !== 'anyOf') return found.add('COMBINED_TYPE_CHANGED');
      found.add('COMBINED_TYPE_EXTENDED');
    }
    const before = this.#distinct(original);
    const after = this.#distinct(update);
    if (before.length < after.length) {
      found.add(update.criterion === 'allOf' ? 'PRODUCT_TYPE_EXTENDED' : 'SUM_TYPE_EXTENDED');
    } else if (before.length > after.length) {
      found.add(original.criterion === 'allOf' ? 'PRODUCT_TYPE_NARROWED' : 'SUM_TYPE_NARROWED');
    }
    if (found.isDone) return;
    const sides = {
      lefts: before.length,
      rights: after.length,
      fits: (left: number, right: number) => this.#fit(before[left], after[right]),
    };
    if (!canMatch(sides, Math.min(before.length, after.length))) found.add('COMBINED_TYPE_SUBSCHEMAS_CHANGED');
  }

  #fit(original: SchemaModel | undefined, update: SchemaModel | undefined): boolean {
    this.charge(1 / QUESTIONS_PER_STEP);
    return original !== undefined && update !== undefined && this.isCompatible(original, update);
  }

  /** Schemas that say the same count once. */
  #distinct({ schemas }: CombinedModel): readonly SchemaModel[] {
    if (schemas.length < 2) return schemas;
    const byText = new Map<string, SchemaModel>();
    for (const schema of schemas) {
      const text = this.#text(schema);
      if (!byText.has(text)) byText.set(text, schema);
    }
    return [...byText.values()];
  }

  /** A part of a schema has the whole schema's text; its kind tells it from the other parts. */
  #text(model: SchemaModel): string {
    const known = this.#texts.get(model);
    if (known !== undefined) return known;
    const part = model.kind === 'combined' ? model.criterion : model.kind === 'number' ? model.isInteger : '';
    const text = `${model.kind} ${part} ${printJson(model.node, { sortKeys: true })}`;
    this.charge(text.length / CHARACTERS_PER_STEP);
    this.#texts.set(model, text);
    return text;
  }
}

function compareAnnotations(found: Findings, original: Concrete, update: Concrete): void {
  const before = original.annotations;
  const after = update.annotations;
  if (before.id !== after.id) found.add('ID_CHANGED', '/$id');
  if (before.title !== after.title) found.add('TITLE_CHANGED', '/title');
  if (before.description !== after.description) found.add('DESCRIPTION_CHANGED', '/description');
  const [one, other] = [before.default, after.default];
  if (one === other) return;
  if (one === undefined || other === undefined || !equalJson(one, other)) found.add('DEFAULT_CHANGED', '/default');
}
