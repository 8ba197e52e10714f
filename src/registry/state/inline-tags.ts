/**
 * Tags that stand in a schema itself, as `confluent:tags` of its records, fields and properties. Avro's are named by the
 * record's full name and the field (`com.shop.Order.email`), those of JSON Schema by their pointer (`#/properties/email`).
 * Protobuf has them as options; they are not looked for here.
 *
 * Invariant: what is not changed keeps its order and its digits; every walk is bounded by the text's own depth, which the
 * parser bounds.
 */
import type { JsonEntry, JsonNode } from '#schema';
import { isJsonArray, JsonError, JsonObject, parseJson, printJson } from '#schema';
import { invalidSchema } from '../registry-errors.ts';
import type { SchemaTags } from '../registry-types.ts';
import { byCodeUnits } from './entity-shapes.ts';
import type { SchemaContent } from './schema-index.ts';

const TAGS = 'confluent:tags';

interface Entity {
  readonly entityPath: string;
  readonly entityType: 'sr_record' | 'sr_field';
}

/** Gets each object that can have tags, and says what it is to become. */
type Visit = (node: JsonObject, entity: Entity) => JsonObject;

/** The tags of the wanted names, `*` for all, each with where it stands; none where the text has none. */
export function inlineTags(
  { schemaType, text }: Pick<SchemaContent, 'schemaType' | 'text'>,
  names: readonly string[],
): readonly SchemaTags[] {
  if (!text.includes(TAGS)) return [];
  const found: SchemaTags[] = [];
  walked(schemaType, text, (node, schemaEntity) => {
    const tags = tagsOf(node).filter((tag) => names.includes('*') || names.includes(tag));
    if (tags.length > 0) found.push({ schemaEntity, tags });
    return node;
  });
  return found;
}

export interface TagChanges {
  readonly add: readonly SchemaTags[];
  readonly remove: readonly SchemaTags[];
  /** Passes over places that the schema has not. Default false. */
  readonly isLenient?: boolean;
}

/** The text with tags put on and taken off. Throws RegistryError 42201 where the schema has no such place. */
export function retagged(
  { schemaType, text }: { readonly schemaType: string; readonly text: string },
  { add, remove, isLenient = false }: TagChanges,
): string {
  if (add.length === 0 && remove.length === 0) return text;
  const missing = new Set([...add, ...remove].map(({ schemaEntity }) => schemaEntity.entityPath));
  const result = walked(schemaType, text, (node, { entityPath }) => {
    missing.delete(entityPath);
    const isHere = ({ schemaEntity }: SchemaTags): boolean => schemaEntity.entityPath === entityPath;
    const gone = new Set(remove.filter(isHere).flatMap(({ tags }) => tags));
    const more = add.filter(isHere).flatMap(({ tags }) => tags);
    if (gone.size === 0 && more.length === 0) return node;
    return withTags(node, [...new Set([...tagsOf(node).filter((tag) => !gone.has(tag)), ...more])]);
  });
  const [place] = missing;
  if (place !== undefined && !isLenient) throw invalidSchema(`The schema has no ${place} that could be tagged`);
  return result;
}

function walked(schemaType: string, text: string, visit: Visit): string {
  if (schemaType === 'PROTOBUF') return text;
  try {
    const node = parseJson(text);
    return printJson(schemaType === 'AVRO' ? avroNode(node, '', visit) : jsonSchemaNode(node, '#', visit));
  } catch (error) {
    if (error instanceof JsonError) return text;
    throw error;
  }
}

function avroNode(node: JsonNode, namespace: string, visit: Visit): JsonNode {
  if (isJsonArray(node)) return node.map((branch) => avroNode(branch, namespace, visit));
  if (!(node instanceof JsonObject)) return node;
  const fields = node.get('fields');
  if (!isJsonArray(fields)) {
    return mapped(node, (key, value) =>
      key === 'type' || key === 'items' || key === 'values' ? avroNode(value, namespace, visit) : value,
    );
  }
  const name = fullName(node, namespace);
  const inner = name.includes('.') ? name.slice(0, name.lastIndexOf('.')) : '';
  const changed = mapped(node, (key, value) =>
    key === 'fields' ? fields.map((field) => avroField(field, { record: name, namespace: inner }, visit)) : value,
  );
  return visit(changed, { entityPath: name, entityType: 'sr_record' });
}

function avroField(node: JsonNode, place: { record: string; namespace: string }, visit: Visit): JsonNode {
  if (!(node instanceof JsonObject)) return node;
  const changed = mapped(node, (key, value) => (key === 'type' ? avroNode(value, place.namespace, visit) : value));
  return visit(changed, { entityPath: `${place.record}.${nameOf(node)}`, entityType: 'sr_field' });
}

function nameOf(node: JsonObject): string {
  const name = node.get('name');
  return typeof name === 'string' ? name : '';
}

function fullName(node: JsonObject, surrounding: string): string {
  const name = nameOf(node);
  if (name.includes('.')) return name;
  const own = node.get('namespace');
  const namespace = typeof own === 'string' ? own : surrounding;
  return namespace === '' ? name : `${namespace}.${name}`;
}

function jsonSchemaNode(node: JsonNode, path: string, visit: Visit): JsonNode {
  if (isJsonArray(node)) return node.map((item, index) => jsonSchemaNode(item, `${path}/${index}`, visit));
  if (!(node instanceof JsonObject)) return node;
  const changed = mapped(node, (key, value) =>
    key === TAGS || key === 'enum' || key === 'const' || key === 'default' || key === 'examples'
      ? value
      : jsonSchemaNode(value, `${path}/${key}`, visit),
  );
  return visit(changed, { entityPath: path, entityType: path.includes('/properties/') ? 'sr_field' : 'sr_record' });
}

function mapped(node: JsonObject, change: (key: string, value: JsonNode) => JsonNode): JsonObject {
  return new JsonObject(node.entries.map(([key, value]): JsonEntry => [key, change(key, value)]));
}

function tagsOf(node: JsonObject): readonly string[] {
  const tags = node.get(TAGS);
  return isJsonArray(tags) ? tags.filter((tag) => typeof tag === 'string') : [];
}

function withTags(node: JsonObject, tags: readonly string[]): JsonObject {
  const others = node.entries.filter(([key]) => key !== TAGS);
  return new JsonObject(tags.length === 0 ? others : [...others, [TAGS, tags.toSorted(byCodeUnits)]]);
}
