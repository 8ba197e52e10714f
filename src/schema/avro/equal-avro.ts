/**
 * Whether two schemas are alike, in two senses. As Java's `Schema.equals` has it: names, types, symbols, sizes, defaults,
 * orders and properties count, docs, aliases and an enum's default do not; so a type may be defined twice. And as a
 * registry has it: then those three count too.
 */
import type { JsonEntries, JsonNode } from '../json/json-node.ts';
import { JsonObject } from '../json/json-node.ts';
import { equalJson } from '../json/equal-json.ts';
import type { DraftField, DraftRecord, DraftSchema } from './avro-default.ts';
import type { AvroEnum, AvroFixed, AvroSchema } from './avro-schema.ts';
import { Budget } from './budget.ts';

/** As Java's `Schema.equals`; a type that is named ahead is like none but itself. Throws SchemaError for a giant. */
export function isSameDraft(left: DraftSchema, right: DraftSchema, budget: Budget): boolean {
  return new Comparison({ budget, isWhole: false, ignoredProperty: null }).schemas(left, right);
}

export interface EqualAvroOptions {
  /** A property that does not count, wherever it stands. */
  readonly ignoredProperty?: string;
}

/** Whether two schemas say the same: all but the order of properties and aliases counts. Throws SchemaError for giants. */
export function equalAvroSchemas(left: AvroSchema, right: AvroSchema, options: EqualAvroOptions = {}): boolean {
  const { ignoredProperty = null } = options;
  return new Comparison({ budget: new Budget(), isWhole: true, ignoredProperty }).schemas(left, right);
}

interface ComparisonRules {
  readonly budget: Budget;
  /** Whether docs, aliases and an enum's default count. */
  readonly isWhole: boolean;
  readonly ignoredProperty: string | null;
}

class Comparison {
  readonly #budget: Budget;
  readonly #isWhole: boolean;
  readonly #ignoredProperty: string | null;
  /** Pairs of records that are being compared or were found alike. */
  readonly #seen = new Map<DraftSchema, Set<DraftSchema>>();

  constructor({ budget, isWhole, ignoredProperty }: ComparisonRules) {
    this.#budget = budget;
    this.#isWhole = isWhole;
    this.#ignoredProperty = ignoredProperty;
  }

  schemas(left: DraftSchema, right: DraftSchema): boolean {
    if (left === right) return true;
    return this.#budget.within(() => this.#compare(left, right));
  }

  #compare(left: DraftSchema, right: DraftSchema): boolean {
    switch (left.kind) {
      case 'unresolved':
        return false;
      case 'record':
        return right.kind === 'record' && this.#records(left, right);
      case 'enum':
        return right.kind === 'enum' && this.#enums(left, right);
      case 'fixed':
        return right.kind === 'fixed' && left.size === right.size && this.#named(left, right);
      case 'array':
        return right.kind === 'array' && this.#properties(left, right) && this.schemas(left.items, right.items);
      case 'map':
        return right.kind === 'map' && this.#properties(left, right) && this.schemas(left.values, right.values);
      case 'union':
        if (right.kind !== 'union' || left.branches.length !== right.branches.length) return false;
        return left.branches.every((branch, index) => this.schemas(branch, right.branches[index] ?? left));
      default:
        return left.kind === right.kind && this.#properties(left, right);
    }
  }

  #records(left: DraftRecord, right: DraftRecord): boolean {
    const seen = this.#seen.get(left) ?? new Set();
    if (seen.has(right)) return true;
    this.#seen.set(left, seen.add(right));
    if (!this.#named(left, right) || left.fields.length !== right.fields.length) return false;
    if (this.#isWhole && left.isError !== right.isError) return false;
    return left.fields.every((field, index) => {
      const other = right.fields[index];
      return other !== undefined && this.#fields(field, other);
    });
  }

  #fields(left: DraftField, right: DraftField): boolean {
    if (left.name !== right.name || left.order !== right.order || !this.#properties(left, right)) return false;
    if (!equalDefaults(left.default, right.default)) return false;
    if (this.#isWhole && (left.doc !== right.doc || !equalSets(left.aliases, right.aliases))) return false;
    return this.schemas(left.type, right.type);
  }

  #enums(left: AvroEnum, right: AvroEnum): boolean {
    if (left.symbols.length !== right.symbols.length) return false;
    if (this.#isWhole && left.default !== right.default) return false;
    return left.symbols.every((symbol, index) => symbol === right.symbols[index]) && this.#named(left, right);
  }

  #named(left: DraftRecord | AvroEnum | AvroFixed, right: DraftRecord | AvroEnum | AvroFixed): boolean {
    if (left.fullName !== right.fullName || !this.#properties(left, right)) return false;
    return !this.#isWhole || (left.doc === right.doc && equalSets(left.aliases, right.aliases));
  }

  #properties(left: { properties: JsonEntries }, right: { properties: JsonEntries }): boolean {
    return equalJson(this.#counted(left.properties), this.#counted(right.properties));
  }

  #counted(properties: JsonEntries): JsonObject {
    return new JsonObject(properties.filter(([key]) => key !== this.#ignoredProperty));
  }
}

function equalDefaults(left: JsonNode | undefined, right: JsonNode | undefined): boolean {
  if (left === undefined || right === undefined) return left === right;
  return equalJson(left, right);
}

function equalSets(left: readonly string[], right: readonly string[]): boolean {
  const set = new Set(left);
  return set.size === new Set(right).size && right.every((item) => set.has(item));
}
