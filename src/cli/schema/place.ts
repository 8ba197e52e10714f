/** Places in a schema for people: `/fields/1/type/symbols` of Avro as `status.type.symbols`, by the names of fields. */
import { JsonError, parseJson, isJsonArray, JsonObject, type JsonNode, type ParsedSchema } from '#schema';

/** The path itself where it does not lead through the schema's text. */
export function placeOf(schema: ParsedSchema, path: string): string {
  if (schema.schemaType !== 'AVRO') return path;
  const steps = path.split('/').filter((step) => step !== '');
  let node: JsonNode | undefined = treeOf(schema.formatted('resolved'));
  const names: string[] = [];
  for (let index = 0; index < steps.length; index++) {
    const step = steps[index] ?? '';
    const within: JsonNode | undefined = childOf(node, step);
    if (step === 'fields') {
      const field = childOf(within, steps[++index] ?? '');
      const name = field instanceof JsonObject ? field.get('name') : undefined;
      if (typeof name !== 'string') return path;
      names.push(name);
      node = field;
    } else {
      // A type that is only named is looked up nowhere: from there on the path speaks for itself.
      names.push(step);
      node = within;
    }
  }
  return names.length === 0 ? (schema.name ?? '/') : names.join('.');
}

function childOf(node: JsonNode | undefined, step: string): JsonNode | undefined {
  if (isJsonArray(node)) return node[Number(step)];
  return node instanceof JsonObject ? node.get(step) : undefined;
}

function treeOf(text: string): JsonNode | undefined {
  try {
    return parseJson(text);
  } catch (error) {
    if (error instanceof JsonError) return undefined;
    throw error;
  }
}
