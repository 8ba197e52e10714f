/**
 * Tags that stand in a schema itself, as `confluent:tags` of its records, fields and properties, and as options of
 * Protobuf's messages and fields. Avro's are named by the record's full name and the field (`com.shop.Order.email`), those of
 * JSON Schema by their pointer (`#/properties/email`), those of Protobuf by the messages' names without the package
 * (`Order.Line.sku`); a dot in front is passed over, as Confluent's registry does.
 *
 * Invariant: what is not changed keeps its order and its digits; every walk is bounded by the text's own depth, which the
 * parser bounds.
 */
import type { JsonEntry, JsonNode } from '#schema';
import { isJsonArray, JsonError, JsonObject, parseJson, printJson, retaggedProtoText, SchemaError } from '#schema';
import { invalidSchema } from '../registry-errors.ts';
import type { SchemaTags } from '../registry-types.ts';
import { byCodeUnits } from './entity-shapes.ts';
import type { SchemaContent } from './schema-index.ts';

const TAGS = 'confluent:tags';

interface Entity {
  readonly entityPath: string;
  readonly entityType: 'sr_record' | 'sr_field';
}

/** Gets the tags of each place that can have some, and says which it is to have; the same array for no change. */
type Visit = (tags: readonly string[], entity: Entity) => readonly string[];

/** The tags of the wanted names, `*` for all, each with where it stands; none where the text has none. */
export function inlineTags(
  { schemaType, text }: Pick<SchemaContent, 'schemaType' | 'text'>,
  names: readonly string[],
): readonly SchemaTags[] {
  if (!text.includes(TAGS) && schemaType !== 'PROTOBUF') return [];
  const found: SchemaTags[] = [];
  walked(schemaType, text, (all, schemaEntity) => {
    const tags = all.filter((tag) => names.includes('*') || names.includes(tag));
    if (tags.length > 0) found.push({ schemaEntity, tags });
    return all;
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
  const missing = new Set([...add, ...remove].map(placeOf));
  const result = walked(schemaType, text, (tags, { entityPath, entityType }) => {
    // A message and a field of Protobuf may have one path.
    const isHere = (change: SchemaTags): boolean =>
      placeOf(change) === entityPath && (schemaType !== 'PROTOBUF' || isOfType(change, entityType));
    const gone = new Set(remove.filter(isHere).flatMap((change) => change.tags));
    const more = add.filter(isHere).flatMap((change) => change.tags);
    if ([...add, ...remove].some(isHere)) missing.delete(entityPath);
    if (gone.size === 0 && more.length === 0) return tags;
    return [...new Set([...tags.filter((tag) => !gone.has(tag)), ...more])];
  });
  const [place] = missing;
  if (place !== undefined && !isLenient) throw invalidSchema(`The schema has no ${place} that could be tagged`);
  return result;
}

function placeOf({ schemaEntity }: SchemaTags): string {
  return schemaEntity.entityPath.replace(/^\./, '');
}

function isOfType({ schemaEntity }: SchemaTags, entityType: Entity['entityType']): boolean {
  const wanted = schemaEntity.entityType.toLowerCase();
  return wanted === '' || wanted === entityType;
}

function walked(schemaType: string, text: string, visit: Visit): string {
  try {
    if (schemaType === 'PROTOBUF') {
      return retaggedProtoText(text, ({ path, isField }, tags) =>
        visit(tags, { entityPath: path, entityType: isField ? 'sr_field' : 'sr_record' }),
      );
    }
    const node = parseJson(text);
    return printJson(schemaType === 'AVRO' ? avroNode(node, '', visit) : jsonSchemaNode(node, '#', visit));
  } catch (error) {
    if (error instanceof JsonError || error instanceof SchemaError) return text;
    throw error;
  }
}

/** A JSON object with the tags that it is to have. */
function visited(node: JsonObject, entity: Entity, visit: Visit): JsonObject {
  const tags = tagsOf(node);
  const wanted = visit(tags, entity);
  return wanted === tags ? node : withTags(node, wanted);
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
  return visited(changed, { entityPath: name, entityType: 'sr_record' }, visit);
}

function avroField(node: JsonNode, place: { record: string; namespace: string }, visit: Visit): JsonNode {
  if (!(node instanceof JsonObject)) return node;
  const changed = mapped(node, (key, value) => (key === 'type' ? avroNode(value, place.namespace, visit) : value));
  return visited(changed, { entityPath: `${place.record}.${nameOf(node)}`, entityType: 'sr_field' }, visit);
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
  const entityType = path.includes('/properties/') ? 'sr_field' : 'sr_record';
  return visited(changed, { entityPath: path, entityType }, visit);
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
