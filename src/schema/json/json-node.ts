/**
 * JSON without loss (RFC 8259): what a text says, in its order and with its numbers' digits. A plain JavaScript object
 * would move keys that look like numbers to the front, and a plain number would round past 2^53; a registry that
 * stores a schema's text may do neither.
 *
 * Invariant: a tree is immutable, and no key comes twice in a JsonObject.
 */
export type JsonNode = null | boolean | string | JsonNumber | JsonArray | JsonObject;

export type JsonArray = readonly JsonNode[];

/** One property: its key and its value. */
export type JsonEntry = readonly [key: string, value: JsonNode];

/** Properties in their order. */
export type JsonEntries = readonly JsonEntry[];

/** A number as its text has it: `1.0`, `1e3` and `1000` stay three different spellings. */
export class JsonNumber {
  /** The digits as written, in JSON's grammar. */
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  /** Whether it is written as an integer: without point and exponent. `1.0` is none. */
  get isInteger(): boolean {
    return !/[.eE]/.test(this.text);
  }

  /** The nearest double; Infinity where it is too large. */
  toNumber(): number {
    return Number(this.text);
  }

  /** All its digits; only for one that `isInteger`. */
  toBigInt(): bigint {
    return BigInt(this.text);
  }
}

/** Below as many properties a walk over them is faster than a Map. */
const FEW = 8;

/** An object whose properties keep their order, numeric keys too. */
export class JsonObject {
  readonly entries: JsonEntries;
  #byKey: ReadonlyMap<string, JsonNode> | null = null;

  /** Whoever makes one sees to it that no key comes twice. */
  constructor(entries: JsonEntries) {
    this.entries = entries;
  }

  /** The value of a property; undefined where it is absent, which is something else than null. */
  get(key: string): JsonNode | undefined {
    if (this.entries.length < FEW) return this.entries.find(([name]) => name === key)?.[1];
    return (this.#byKey ??= new Map(this.entries)).get(key);
  }

  has(key: string): boolean {
    return this.get(key) !== undefined;
  }
}

export function isJsonArray(node: JsonNode | undefined): node is JsonArray {
  return Array.isArray(node);
}
