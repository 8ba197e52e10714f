/**
 * JSON Schema as a format of registries: drafts 4 to 2020-12. Its canonical text is what was registered, printed
 * without spaces; the normalized one has its keys in order.
 *
 * Invariant: a stored text is not interpreted before somebody compares it or asks for its name, so that a registry
 * with a hundred thousand of them starts fast.
 */
import { assert } from '#kernel';

import { equalJson } from '../json/equal-json.ts';
import type { JsonNode } from '../json/json-node.ts';
import { JsonObject } from '../json/json-node.ts';
import { JsonError, parseJson } from '../json/parse-json.ts';
import { printJson } from '../json/print-json.ts';
import type {
  DifferenceOptions,
  ParsedSchema,
  SchemaDifference,
  SchemaFormat,
  SchemaParseOptions,
  SchemaReference,
  SchemaSource,
} from '../schema-format.ts';
import { SchemaError } from '../schema-format.ts';
import { ModelBuilder } from './build-model.ts';
import { checkSchema } from './check-schema.ts';
import { differenceMessage, isCompatibleDifference } from './difference-types.ts';
import type { JsonSchemaDraft } from './json-schema-draft.ts';
import { resolvedText } from './resolved-text.ts';
import { SchemaDocuments } from './schema-documents.ts';
import { compareSchemas } from './schema-comparison.ts';
import type { SchemaModel } from './schema-model.ts';

/** A JSON Schema that was understood. */
export class JsonSchema implements ParsedSchema {
  readonly schemaType = 'JSON';
  readonly references: readonly SchemaReference[];
  /** The text as a tree. */
  readonly node: JsonNode;
  /** The texts that it refers to, by name. */
  readonly resolved: ReadonlyMap<string, string>;
  #canonicalText: string | null = null;
  #documents: SchemaDocuments | null = null;
  #model: SchemaModel | null = null;

  constructor(node: JsonNode, { references, resolved }: Pick<SchemaSource, 'references' | 'resolved'>) {
    this.node = node;
    this.references = references;
    this.resolved = resolved;
  }

  get canonicalText(): string {
    return (this.#canonicalText ??= printJson(this.node));
  }

  /** Its title. */
  get name(): string | null {
    const title = this.node instanceof JsonObject ? this.node.get('title') : undefined;
    return typeof title === 'string' ? title : null;
  }

  get draft(): JsonSchemaDraft {
    return this.documents.root.draft;
  }

  get documents(): SchemaDocuments {
    return (this.#documents ??= new SchemaDocuments(this.node, this.resolved));
  }

  /** What it says. Throws SchemaError where a text that it refers to is no JSON. */
  get model(): SchemaModel {
    const { documents } = this;
    return (this.#model ??= new ModelBuilder(documents).build({ node: documents.root.root, document: documents.root }));
  }

  /** Keys in order, references by subject and version; an equal text is an equal schema. */
  normalized(): JsonSchema {
    const node = parseJson(printJson(this.node, { sortKeys: true }));
    return new JsonSchema(node, { references: this.references.toSorted(byName), resolved: this.resolved });
  }

  /** `resolved` has the referenced texts under `definitions` (`$defs` since 2019-09). */
  formatted(form: string): string {
    return form === 'resolved' ? resolvedText(this.documents, this.resolved.keys()) : this.canonicalText;
  }

  isEquivalentTo(other: ParsedSchema): boolean {
    if (!(other instanceof JsonSchema) || !equalJson(this.node, other.node)) return false;
    if (this.resolved.size !== other.resolved.size) return false;
    for (const [name, text] of this.resolved) {
      const theirs = other.resolved.get(name);
      if (theirs === undefined || !areEqualTexts(text, theirs)) return false;
    }
    return true;
  }
}

export const jsonSchemaFormat: SchemaFormat = {
  schemaType: 'JSON',

  parse(source: SchemaSource, { isNew }: SchemaParseOptions): JsonSchema {
    return asSchemaError(() => {
      const schema = new JsonSchema(parseJson(source.text), source);
      if (!(schema.node instanceof JsonObject) && typeof schema.node !== 'boolean') {
        throw new SchemaError('Invalid JSON Schema at #: a schema is an object, true or false');
      }
      if (isNew) checkSchema(schema.documents);
      return schema;
    });
  },

  differences(reader: ParsedSchema, writer: ParsedSchema, { policy }: DifferenceOptions): readonly SchemaDifference[] {
    assert(reader instanceof JsonSchema && writer instanceof JsonSchema, 'both schemas are of this format');
    const { findings } = compareSchemas(writer.model, reader.model, policy);
    return findings.map(({ type, path }) => ({
      type,
      path: `#${path}`,
      message: differenceMessage(type, `#${path}`),
      isCompatible: isCompatibleDifference(type, policy),
    }));
  },
};

function asSchemaError<T>(action: () => T): T {
  try {
    return action();
  } catch (error) {
    if (error instanceof JsonError) throw new SchemaError(`Invalid JSON: ${error.message}`, { cause: error });
    throw error;
  }
}

function areEqualTexts(left: string, right: string): boolean {
  return left === right || equalJson(parseJson(left), parseJson(right));
}

function byName(left: SchemaReference, right: SchemaReference): number {
  return left.name < right.name ? -1 : left.name > right.name ? 1 : 0;
}
