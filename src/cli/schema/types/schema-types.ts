/** `samsa schema types`: the TypeScript types of a subject's values. */
import { KafkaError } from '#kernel';
import { JsonSchema, ParsedAvroSchema, ParsedProtobufSchema, type ParsedSchema } from '#schema';
import type { Surroundings } from '../../surroundings.ts';
import { storedSchema } from '../all-schemas.ts';
import type { RegistryAccess } from '../registry-options.ts';
import { withRegistry } from '../registry-session.ts';
import { parseStored } from '../schema-text.ts';
import { avroTypes } from './avro-types.ts';
import { jsonSchemaTypes } from './json-schema-types.ts';
import { protobufTypes } from './protobuf-types.ts';
import { pascalCase, printDeclaration, type TsDeclaration } from './ts-type.ts';

export interface SchemaTypesOptions extends RegistryAccess {
  readonly long: 'number' | 'bigint';
  readonly name?: string;
}

export async function schemaTypes(
  surroundings: Surroundings,
  { subject, version }: { readonly subject: string; readonly version: string | undefined },
  options: SchemaTypesOptions,
): Promise<void> {
  await withRegistry(surroundings, options, async ({ client, output }) => {
    const path = `/subjects/${encodeURIComponent(subject)}/versions/${version ?? 'latest'}`;
    const stored = storedSchema((await client.request('GET', path)) as Record<string, unknown>);
    const { schemaType, schema, references } = stored;
    const what = `${subject} version ${stored.version}`;
    const parsed = await parseStored(client, { subject, schemaType, schema, references }, what);
    const names = { name: options.name ?? null, fallbackName: pascalCase(subject) };
    const declarations = typesOf(parsed, { ...names, long: options.long });
    if (declarations === null) {
      throw new KafkaError(
        'INVALID_SCHEMA',
        `${what} is of type ${schemaType}, for which there are no TypeScript types`,
      );
    }
    // What it was made from, and nothing that changes while that does not.
    const head = `// Made by samsa schema types from ${what.replaceAll(/[\r\n\u2028\u2029]/g, ' ')}.\n`;
    await output.write(`${head}\n${declarations.map(printDeclaration).join('\n')}`);
  });
}

/** Null for a format that is not known here. Throws SchemaError. */
export function typesOf(
  parsed: ParsedSchema | null,
  options: { readonly name: string | null; readonly fallbackName: string; readonly long: 'number' | 'bigint' },
): readonly TsDeclaration[] | null {
  if (parsed instanceof ParsedAvroSchema) return avroTypes(parsed.schema, options);
  if (parsed instanceof ParsedProtobufSchema) return protobufTypes(parsed, options);
  return parsed instanceof JsonSchema ? jsonSchemaTypes(parsed, options) : null;
}
