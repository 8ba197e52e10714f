/**
 * A schema of several texts in the form that a validator takes without asking where references lead: each text under a
 * URI of its own, each `$ref` an absolute one to a JSON pointer within them, and no ids that would change what it means.
 *
 * Invariant: references lead where `SchemaDocuments` says, whatever rules the validator has of its own.
 */
import type { JsonNode } from '../json/json-node.ts';
import { isJsonArray, JsonObject } from '../json/json-node.ts';
import { idKeyword, refHasSiblings } from './json-schema-draft.ts';
import type { SchemaDocument, SchemaDocuments, SchemaPlace } from './schema-documents.ts';
import { DATA_KEYWORDS } from './schema-documents.ts';

export interface Bundle {
  readonly root: JsonNode;
  /** The other texts, by URI. */
  readonly others: ReadonlyMap<string, JsonNode>;
}

/** Of a schema that takes everything, or nothing: what a reference to a bare `true` or `false` leads to. */
const BOOLEAN_URI = 'json-schema-bundle:/boolean/';
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
    const id = idKeyword(document.draft);
    const isReference = typeof node.get('$ref') === 'string' && !refHasSiblings(document.draft);
    const kept = node.entries.filter(
      ([key, value]) =>
        key !== '$schema' && (key !== id || typeof value !== 'string') && (!isReference || BESIDE_REF.has(key)),
    );
    return new JsonObject(
      kept.map(([key, value]) => {
        if (DATA_KEYWORDS.has(key)) return [key, value];
        if (key !== '$ref' || typeof value !== 'string') return [key, this.rewritten(value, document)];
        return [key, this.#reference({ node, document }, value)];
      }),
    );
  }

  #reference(from: SchemaPlace, reference: string): string {
    const target = this.#documents.resolve(from, reference);
    if (target === null) return reference;
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
