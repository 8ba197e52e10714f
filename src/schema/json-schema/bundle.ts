/**
 * A schema of several texts in the form that a validator takes without asking where references lead: each text under a
 * URI of its own, each `$ref` an absolute one to a JSON pointer within them, and no ids that would change what it means.
 *
 * Invariant: references lead where `SchemaDocuments` says, whatever rules the validator has of its own.
 */
import type { JsonEntry, JsonNode } from '../json/json-node.ts';
import { isJsonArray, JsonObject } from '../json/json-node.ts';
import { draftByUri, idKeyword, refHasSiblings } from './json-schema-draft.ts';
import type { SchemaDocument, SchemaDocuments, SchemaPlace } from './schema-documents.ts';
import { DATA_KEYWORDS } from './schema-documents.ts';

export interface Bundle {
  readonly root: JsonNode;
  /** The other texts, by URI. */
  readonly others: ReadonlyMap<string, JsonNode>;
}

/** Of a schema that takes everything, or nothing: what a reference to a bare `true` or `false` leads to. */
const BOOLEAN_URI = 'json-schema-bundle:/boolean/';
/** All lead where they lead from where they stand: on the way there, nothing is looked up anew. */
const REFERENCES: ReadonlySet<string> = new Set(['$ref', '$dynamicRef', '$recursiveRef']);
const NAMES: ReadonlySet<string> = new Set(['$schema', '$anchor', '$dynamicAnchor']);
/** What is looked at beside a `$ref` up to draft 7, since others refer into it. */
const BESIDE_REF: ReadonlySet<string> = new Set(['$ref', 'definitions', '$defs']);

export function bundleOf(documents: SchemaDocuments, names: Iterable<string>): Bundle {
  const all = [documents.root];
  for (const name of names) {
    const document = documents.named(name);
    if (document !== null) all.push(document);
  }
  const bundler = new Bundler(documents, all);
  const others = new Map<string, JsonNode>();
  for (const [index, document] of all.entries()) {
    // The root is there as well, for those that refer back to it.
    others.set(uriOf(index), bundler.rewritten(document.root, document));
  }
  for (const value of [true, false]) others.set(`${BOOLEAN_URI}${value}`, value);
  return { root: new JsonObject([['$ref', `${uriOf(0)}#`]]), others };
}

function uriOf(index: number): string {
  return `json-schema-bundle:/${index}`;
}

class Bundler {
  readonly #documents: SchemaDocuments;
  /** Where each object and array stands, as an absolute reference. */
  readonly #addresses = new Map<JsonNode, string>();

  constructor(documents: SchemaDocuments, all: readonly SchemaDocument[]) {
    this.#documents = documents;
    for (const [index, { root }] of all.entries()) this.#address(root, `${uriOf(index)}#`);
  }

  rewritten(node: JsonNode, document: SchemaDocument): JsonNode {
    if (isJsonArray(node)) return node.map((item) => this.rewritten(item, document));
    if (!(node instanceof JsonObject)) return node;
    const isReference = typeof node.get('$ref') === 'string' && !refHasSiblings(document.draft);
    const entries: JsonEntry[] = [];
    const references: string[] = [];
    for (const [key, value] of node.entries) {
      if (isReference && !BESIDE_REF.has(key)) continue;
      if (isName(key, value, document)) continue;
      if (typeof value === 'string' && REFERENCES.has(key)) references.push(this.#reference({ node, document }, value));
      else entries.push([key, DATA_KEYWORDS.has(key) ? value : this.rewritten(value, document)]);
    }
    return new JsonObject(withReferences(entries, references));
  }

  /** What the validator brings along itself, the drafts' own schemas, stays as it is. */
  #reference(from: SchemaPlace, reference: string): string {
    const target = this.#documents.resolve(from, reference);
    if (target === null) return reference;
    const { draft } = from.document;
    if (target.node === true && draft !== '6' && draftByUri(reference) === draft) return reference;
    return this.#addresses.get(target.node) ?? `${BOOLEAN_URI}${target.node !== false}`;
  }

  #address(node: JsonNode, address: string): void {
    if (isJsonArray(node)) {
      this.#addresses.set(node, address);
      for (const [index, item] of node.entries()) this.#address(item, `${address}/${index}`);
    } else if (node instanceof JsonObject) {
      this.#addresses.set(node, address);
      for (const [key, value] of node.entries) {
        this.#address(value, `${address}/${encodeURIComponent(key.replaceAll('~', '~0').replaceAll('/', '~1'))}`);
      }
    }
  }
}

/** What gives a place a name; nothing refers to it by that any more. */
function isName(key: string, value: JsonNode, document: SchemaDocument): boolean {
  return typeof value === 'string' && (NAMES.has(key) || key === idKeyword(document.draft));
}

function withReferences(entries: JsonEntry[], [first, ...others]: readonly string[]): JsonEntry[] {
  if (first === undefined) return entries;
  const all: JsonEntry[] = [['$ref', first], ...entries];
  if (others.length === 0) return all;
  const allOf = entries.find(([key]) => key === 'allOf')?.[1];
  const more = others.map((reference) => new JsonObject([['$ref', reference]]));
  return [...all.filter(([key]) => key !== 'allOf'), ['allOf', [...(isJsonArray(allOf) ? allOf : []), ...more]]];
}
