/**
 * A schema together with all that it refers to, in one text: each referenced text stands under its name among the
 * definitions, and references lead there. Ids of the referenced texts are left out, since they would change what the
 * references within them mean.
 */
import type { JsonNode } from '../json/json-node.ts';
import { isJsonArray, JsonObject } from '../json/json-node.ts';
import { printJson } from '../json/print-json.ts';
import { refHasSiblings } from './json-schema-draft.ts';
import type { SchemaDocument, SchemaDocuments } from './schema-documents.ts';

export function resolvedText(documents: SchemaDocuments, names: Iterable<string>): string {
  const { root } = documents;
  const others = [...names].map((name) => documents.named(name)).filter((document) => document !== null);
  if (!(root.root instanceof JsonObject) || others.length === 0) return printJson(root.root);
  const keyword = refHasSiblings(root.draft) ? '$defs' : 'definitions';
  const redirector: Redirector = { documents, keyword };
  const entries = redirectedEntries(root.root, root, redirector);
  const own = entries.find(([key]) => key === keyword)?.[1];
  const definitions = own instanceof JsonObject ? own.entries : [];
  const added = others
    .filter(({ name }) => !definitions.some(([known]) => known === name))
    .map((document): [string, JsonNode] => [document.name, withoutIds(document, redirector)]);
  const rest = entries.filter(([key]) => key !== keyword);
  return printJson(new JsonObject([...rest, [keyword, new JsonObject([...definitions, ...added])]]));
}

interface Redirector {
  readonly documents: SchemaDocuments;
  readonly keyword: string;
}

function withoutIds(document: SchemaDocument, redirector: Redirector): JsonNode {
  const { root } = document;
  if (!(root instanceof JsonObject)) return root;
  const entries = redirectedEntries(root, document, redirector);
  return new JsonObject(entries.filter(([key]) => key !== '$id' && key !== '$schema'));
}

function redirected(node: JsonNode, document: SchemaDocument, redirector: Redirector): JsonNode {
  if (isJsonArray(node)) return node.map((item) => redirected(item, document, redirector));
  if (!(node instanceof JsonObject)) return node;
  return new JsonObject(redirectedEntries(node, document, redirector));
}

function redirectedEntries(node: JsonObject, document: SchemaDocument, redirector: Redirector): [string, JsonNode][] {
  return node.entries.map(([key, value]) => {
    if (key !== '$ref' || typeof value !== 'string') return [key, redirected(value, document, redirector)];
    const { documents, keyword } = redirector;
    const target = documents.resolve({ node, document }, value)?.document;
    if (target === undefined || (target === document && document.name === '')) return [key, value];
    const hash = value.indexOf('#');
    const fragment = hash === -1 ? '' : value.slice(hash + 1);
    // An anchor is found wherever it stands.
    if (fragment !== '' && !fragment.startsWith('/')) return [key, `#${fragment}`];
    const token = target.name.replaceAll('~', '~0').replaceAll('/', '~1');
    return [key, target.name === '' ? `#${fragment}` : `#/${keyword}/${token}${fragment}`];
  });
}
