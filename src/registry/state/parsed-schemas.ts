/**
 * What was parsed lately, so that a schema that is registered, looked up or checked again and again is understood once.
 *
 * Invariant: bounded by the number of schemas and by the characters of their texts, the least recently used goes first;
 * an entry's key holds all that its meaning depends on: text, references and the texts behind them.
 */
import { hash } from 'node:crypto';
import type { ParsedSchema, SchemaFormat, SchemaSource, SchemaType } from '#schema';
import { SchemaError } from '#schema';
import { invalidSchema } from '../registry-errors.ts';

export interface ParsedSchemasOptions {
  /** Default 1,000. */
  readonly maxEntries?: number;
  /** Of all texts together; default 4 Mi. What is understood of a text takes some tens of bytes a character. */
  readonly maxCharacters?: number;
}

interface Entry {
  readonly parsed: ParsedSchema;
  normalized: ParsedSchema | null;
  readonly characters: number;
}

export class ParsedSchemas {
  readonly formats: ReadonlyMap<SchemaType, SchemaFormat>;
  readonly #maxEntries: number;
  readonly #maxCharacters: number;
  readonly #entries = new Map<string, Entry>();
  #characters = 0;

  constructor(formats: ReadonlyMap<SchemaType, SchemaFormat>, options: ParsedSchemasOptions = {}) {
    this.formats = formats;
    this.#maxEntries = options.maxEntries ?? 1_000;
    this.#maxCharacters = options.maxCharacters ?? 4 * 1024 * 1024;
  }

  /** How many schemas are kept. */
  get size(): number {
    return this.#entries.size;
  }

  /** Throws RegistryError 42201 where no format has that name. */
  format(schemaType: string): SchemaFormat {
    for (const [name, format] of this.formats) if (name === schemaType) return format;
    throw invalidSchema(`Invalid schema type ${schemaType}: the registry has ${[...this.formats.keys()].join(', ')}`);
  }

  /** Throws RegistryError 42201 with the format's reason. */
  parse(schemaType: string, source: SchemaSource, options: { isNew: boolean; normalize?: boolean }): ParsedSchema {
    const entry = this.#entry(this.format(schemaType), source, options.isNew);
    if (options.normalize !== true) return entry.parsed;
    return (entry.normalized ??= understood(source, () => entry.parsed.normalized()));
  }

  #entry(format: SchemaFormat, source: SchemaSource, isNew: boolean): Entry {
    const key = keyOf(format.schemaType, source, isNew);
    const known = this.#entries.get(key);
    if (known !== undefined) {
      // A Map keeps the order of insertion: put back, it is the youngest.
      this.#entries.delete(key);
      this.#entries.set(key, known);
      return known;
    }
    const parsed = understood(source, () => format.parse(source, { isNew }));
    const entry: Entry = { parsed, normalized: null, characters: key.length };
    this.#entries.set(key, entry);
    this.#characters += entry.characters;
    this.#evict();
    return entry;
  }

  /** The youngest stays, however large. */
  #evict(): void {
    for (const [key, { characters }] of this.#entries) {
      const isFull = this.#entries.size > this.#maxEntries || this.#characters > this.#maxCharacters;
      if (!isFull || this.#entries.size === 1) return;
      this.#entries.delete(key);
      this.#characters -= characters;
    }
  }
}

function understood<T>(source: SchemaSource, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof SchemaError)) throw error;
    throw invalidSchema(`Invalid schema ${excerpt(source.text)}: ${error.message}`, error);
  }
}

function excerpt(text: string): string {
  return text.length <= 200 ? text : `${text.slice(0, 200)}…`;
}

function keyOf(schemaType: SchemaType, source: SchemaSource, isNew: boolean): string {
  const head = `${schemaType} ${isNew ? 'new' : 'stored'}`;
  if (source.references.length === 0 && source.resolved.size === 0) return `${head} ${source.text}`;
  const surroundings = JSON.stringify([source.references, [...source.resolved]]);
  return `${head} ${hash('sha256', surroundings, 'base64')} ${source.text}`;
}
