/** What a schema registry takes and gives, by the names of Confluent's REST API. */
import type { SchemaReference, SchemaType } from '#schema';

/** Free properties and tags of a schema. */
export interface SchemaMetadata {
  readonly tags?: Readonly<Record<string, readonly string[]>>;
  readonly properties?: Readonly<Record<string, string>>;
  readonly sensitive?: readonly string[];
}

/** A schema as it is given to the registry. */
export interface SchemaInput {
  /** Avro where absent. */
  readonly schemaType?: SchemaType | undefined;
  /** Its text. */
  readonly schema: string;
  /** The schemas that it is built on. */
  readonly references?: readonly SchemaReference[] | undefined;
  readonly metadata?: SchemaMetadata | undefined;
  readonly ruleSet?: unknown;
}

/** A schema as the registry has it. */
export interface RegisteredSchema {
  readonly id: number;
  /** Null where the registry gives none (Confluent's before 8.0). */
  readonly guid: string | null;
  readonly schemaType: SchemaType;
  readonly schema: string;
  readonly references: readonly SchemaReference[];
  /** Null where it was asked for by id, and the registry does not say. */
  readonly subject: string | null;
  /** From 1 on; null likewise. */
  readonly version: number | null;
  readonly metadata: SchemaMetadata | null;
  readonly ruleSet: unknown;
}

/** What came of a check. */
export interface CompatibilityAnswer {
  readonly isCompatible: boolean;
  /** Why not. */
  readonly messages: readonly string[];
}

/** A topic's subject by association, where Associated is the strategy. */
export interface SubjectAssociation {
  readonly subject: string;
  readonly associationType: string;
}

interface Wire {
  readonly [name: string]: unknown;
}

/** An answer that holds a schema, filled up with what was asked for. */
export function registeredSchema(
  answer: unknown,
  asked: { readonly id?: number; readonly guid?: string; readonly subject?: string; readonly input?: SchemaInput },
): RegisteredSchema {
  const wire: Wire = isObject(answer) ? answer : {};
  const { input } = asked;
  return {
    id: numberOf(wire['id']) ?? asked.id ?? -1,
    guid: textOf(wire['guid']) ?? asked.guid ?? null,
    schemaType: (textOf(wire['schemaType']) ?? input?.schemaType ?? 'AVRO') as SchemaType,
    schema: textOf(wire['schema']) ?? input?.schema ?? '',
    references: (Array.isArray(wire['references'])
      ? wire['references']
      : (input?.references ?? [])) as SchemaReference[],
    subject: textOf(wire['subject']) ?? asked.subject ?? null,
    version: numberOf(wire['version']),
    metadata: (wire['metadata'] as SchemaMetadata | undefined) ?? input?.metadata ?? null,
    ruleSet: wire['ruleSet'] ?? input?.ruleSet ?? null,
  };
}

/** The body of a request that holds a schema: nothing that is empty. */
export function requestBody({ schemaType, schema, references, metadata, ruleSet }: SchemaInput): object {
  return {
    ...(schemaType === undefined || schemaType === 'AVRO' ? {} : { schemaType }),
    schema,
    ...(references === undefined || references.length === 0 ? {} : { references }),
    ...(metadata === undefined ? {} : { metadata }),
    ...(ruleSet === undefined || ruleSet === null ? {} : { ruleSet }),
  };
}

function isObject(value: unknown): value is Wire {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function numberOf(value: unknown): number | null {
  return typeof value === 'number' ? value : null;
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

/** `:.context:subject` in its parts; the context is empty where there is none. */
export function splitSubject(subject: string): { readonly context: string; readonly name: string } {
  const match = /^:(\.[^:]*):(.*)$/s.exec(subject);
  if (match === null) return { context: '', name: subject };
  return { context: match[1] === '.' ? '' : match[1]!, name: match[2]! };
}
