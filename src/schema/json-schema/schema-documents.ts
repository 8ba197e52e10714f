/**
 * Where a `$ref` leads: the text of a schema and of all that it refers to, each place in them under its base URI
 * (JSON Schema 2020-12 core, sections 8.2 and 9; RFC 3986). Texts that were given by a name are found by that name, by
 * their `$id`, and by the URI that the name makes in the place that refers to them.
 *
 * Invariant: a text is walked once, when the first reference into it is followed.
 */
import type { JsonNode } from '../json/json-node.ts';
import { isJsonArray, JsonObject } from '../json/json-node.ts';
import { JsonError, parseJson } from '../json/parse-json.ts';
import { SchemaError } from '../schema-format.ts';
import type { JsonSchemaDraft } from './json-schema-draft.ts';
import { draftByUri, draftOf, idKeyword, refHasSiblings } from './json-schema-draft.ts';

/** A schema in its text. */
export interface SchemaPlace {
  readonly node: JsonNode;
  readonly document: SchemaDocument;
}

/** One text with its draft. */
export interface SchemaDocument {
  readonly name: string;
  readonly root: JsonNode;
  readonly draft: JsonSchemaDraft;
}

interface DocumentIndex {
  /** The base URI at each object and array. */
  readonly bases: Map<JsonNode, string>;
  /** What has an id or an anchor, by its whole URI. */
  readonly named: Map<string, JsonNode>;
}

/** What a text without `$id` is resolved against. */
const NO_BASE = 'json-schema:///';
/** What these hold is data. */
export const DATA_KEYWORDS: ReadonlySet<string> = new Set(['enum', 'const', 'default', 'examples']);

export class SchemaDocuments {
  readonly root: SchemaDocument;
  readonly #texts: ReadonlyMap<string, string>;
  readonly #others = new Map<string, SchemaDocument>();
  #uris: ReadonlyMap<string, string> | null = null;
  readonly #indexes = new Map<SchemaDocument, DocumentIndex>();

  constructor(root: JsonNode, texts: ReadonlyMap<string, string>) {
    this.root = { name: '', root, draft: draftOf(root) };
    this.#texts = texts;
  }

  /** What a reference names; null where it leads nowhere, `true` for the drafts' own schemas. Throws SchemaError. */
  resolve(from: SchemaPlace, reference: string): SchemaPlace | null {
    const { uri, fragment } = split(reference);
    const target = this.#resource(from, uri);
    if (target === null) {
      return draftByUri(reference) === null ? null : { node: true, document: from.document };
    }
    return this.#fragment(target, fragment);
  }

  /** The document that was given under a name. Throws SchemaError. */
  named(name: string): SchemaDocument | null {
    const known = this.#others.get(name);
    if (known !== undefined) return known;
    const text = this.#texts.get(name);
    if (text === undefined) return null;
    const root = parseReferenced(name, text);
    const document = { name, root, draft: draftOf(root, this.root.draft) };
    this.#others.set(name, document);
    return document;
  }

  /** The root of a schema with an id of its own, or of a text. */
  #resource(from: SchemaPlace, uri: string): SchemaPlace | null {
    const base = this.#baseOf(from);
    const absolute = uri === '' ? base : resolveUri(base, uri);
    const within = this.#index(from.document).named.get(absolute);
    if (within !== undefined) return { node: within, document: from.document };
    const byName = uri === '' ? null : (this.named(uri) ?? this.#namedByUri(absolute));
    if (byName !== null) return { node: byName.root, document: byName };
    for (const document of this.#all()) {
      const node = this.#index(document).named.get(absolute);
      if (node !== undefined) return { node, document };
    }
    return null;
  }

  #namedByUri(absolute: string): SchemaDocument | null {
    const name = this.#nameByUri().get(absolute);
    return name === undefined ? null : this.named(name);
  }

  #nameByUri(): ReadonlyMap<string, string> {
    if (this.#uris !== null) return this.#uris;
    const own = baseFor(this.root);
    this.#uris = new Map(
      [...this.#texts.keys()].flatMap((name): [string, string][] => [
        [resolveUri(NO_BASE, name), name],
        [resolveUri(own, name), name],
      ]),
    );
    return this.#uris;
  }

  *#all(): Iterable<SchemaDocument> {
    yield this.root;
    for (const name of this.#texts.keys()) {
      const document = this.named(name);
      if (document !== null) yield document;
    }
  }

  #fragment(target: SchemaPlace, fragment: string): SchemaPlace | null {
    if (fragment === '') return target;
    if (!fragment.startsWith('/')) {
      const named = this.#index(target.document).named;
      const node = named.get(`${this.#baseOf(target)}#${fragment}`);
      return node === undefined ? null : { node, document: target.document };
    }
    let node: JsonNode | undefined = target.node;
    for (const token of fragment.slice(1).split('/')) {
      node = child(node, token.replaceAll('~1', '/').replaceAll('~0', '~'));
      if (node === undefined) return null;
    }
    return { node, document: target.document };
  }

  #baseOf({ node, document }: SchemaPlace): string {
    return this.#index(document).bases.get(node) ?? baseFor(document);
  }

  #index(document: SchemaDocument): DocumentIndex {
    const known = this.#indexes.get(document);
    if (known !== undefined) return known;
    const index: DocumentIndex = { bases: new Map(), named: new Map() };
    const base = document.name === '' ? NO_BASE : resolveUri(baseFor(this.root), document.name);
    index.named.set(base, document.root);
    walk(document.root, { base, index, draft: document.draft });
    this.#indexes.set(document, index);
    return index;
  }
}

function parseReferenced(name: string, text: string): JsonNode {
  try {
    return parseJson(text);
  } catch (error) {
    if (!(error instanceof JsonError)) throw error;
    throw new SchemaError(`Invalid JSON in the reference ${JSON.stringify(name)}: ${error.message}`, { cause: error });
  }
}

function baseFor(document: SchemaDocument): string {
  const id = document.root instanceof JsonObject ? document.root.get(idKeyword(document.draft)) : undefined;
  return typeof id === 'string' ? split(resolveUri(NO_BASE, id)).uri : NO_BASE;
}

interface Walk {
  readonly base: string;
  readonly index: DocumentIndex;
  readonly draft: JsonSchemaDraft;
}

function walk(node: JsonNode, at: Walk): void {
  if (isJsonArray(node)) {
    at.index.bases.set(node, at.base);
    for (const item of node) walk(item, at);
    return;
  }
  if (!(node instanceof JsonObject)) return;
  const hidden = typeof node.get('$ref') === 'string' && !refHasSiblings(at.draft);
  const id = hidden ? undefined : node.get(idKeyword(at.draft));
  const base = typeof id === 'string' ? enterId(node, id, at) : at.base;
  at.index.bases.set(node, base);
  for (const keyword of ['$anchor', '$dynamicAnchor']) {
    const anchor = node.get(keyword);
    if (typeof anchor === 'string') at.index.named.set(`${base}#${anchor}`, node);
  }
  for (const [key, value] of node.entries) {
    if (!DATA_KEYWORDS.has(key)) walk(value, { ...at, base });
  }
}

/** An id may name a resource of its own, or, up to draft 7, be a mere anchor: `#name`. */
function enterId(node: JsonObject, id: string, { base, index }: Walk): string {
  const { uri, fragment } = split(id);
  const own = uri === '' ? base : resolveUri(base, uri);
  if (uri !== '') index.named.set(own, node);
  if (fragment !== '') index.named.set(`${own}#${fragment}`, node);
  return own;
}

function child(node: JsonNode | undefined, key: string): JsonNode | undefined {
  if (node instanceof JsonObject) return node.get(key);
  return isJsonArray(node) && /^(?:0|[1-9]\d*)$/.test(key) ? node[Number(key)] : undefined;
}

/** A reference without its fragment, and its fragment without escapes. */
function split(reference: string): { uri: string; fragment: string } {
  const hash = reference.indexOf('#');
  if (hash === -1) return { uri: reference, fragment: '' };
  return { uri: reference.slice(0, hash), fragment: decode(reference.slice(hash + 1)) };
}

function decode(fragment: string): string {
  try {
    return decodeURIComponent(fragment);
  } catch {
    // A stray percent sign: the fragment stands for itself.
    return fragment;
  }
}

function resolveUri(base: string, reference: string): string {
  return URL.parse(reference, base)?.href ?? reference;
}
