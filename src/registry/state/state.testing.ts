/**
 * For tests: a format that is told in a few words, and a registry of state and decisions alone whose topic is an array.
 *
 * A schema of the format is a name and its fields, `Order: id total?`; `?` is a field with a default; `@name` takes in the
 * fields of a reference. Readers need each of their fields without a default in the writer's.
 */
import type { ParsedSchema, SchemaDifference, SchemaFormat, SchemaReference, SchemaSource, SchemaType } from '#schema';
import { SchemaError } from '#schema';
import type {
  ApplyProblem,
  RegisterCommand,
  RegisterRequest,
  RegistryCommand,
  RegistrySettings,
  StoreRecord,
} from '../registry-types.ts';
import { DEFAULT_SETTINGS } from '../registry-types.ts';
import { isRegistryError } from '../registry-errors.ts';
import type { Library } from './answers.ts';
import { decide } from './decide/decide.ts';
import { ParsedSchemas } from './parsed-schemas.ts';
import { RegistryState } from './registry-state.ts';

class FieldList implements ParsedSchema {
  readonly schemaType: SchemaType;
  readonly name: string;
  readonly fields: readonly string[];
  readonly references: readonly SchemaReference[];
  /** With those of references. */
  readonly allFields: readonly string[];

  constructor(schemaType: SchemaType, { text, references, resolved }: SchemaSource) {
    const [name = '', rest] = text.split(':');
    if (rest === undefined) throw new SchemaError(`'${text}' has no colon`);
    this.schemaType = schemaType;
    this.name = name.trim();
    this.fields = words(rest);
    this.references = references;
    this.allFields = this.fields.flatMap((field) => {
      if (!field.startsWith('@')) return [field];
      const inner = resolved.get(field.slice(1));
      if (inner === undefined) throw new SchemaError(`nothing is imported as ${field.slice(1)}`);
      return words(inner.split(':')[1] ?? '');
    });
  }

  get canonicalText(): string {
    return `${this.name}: ${this.fields.join(' ')}`;
  }

  normalized(): ParsedSchema {
    return new FieldList(this.schemaType, {
      text: `${this.name}: ${this.fields.toSorted().join(' ')}`,
      references: this.references,
      resolved: new Map(this.references.map(({ name }) => [name, `${name}: `])),
    });
  }

  formatted(form: string): string {
    return form === 'resolved' ? `${this.name}: ${this.allFields.join(' ')}` : this.canonicalText;
  }

  isEquivalentTo(other: ParsedSchema): boolean {
    return other instanceof FieldList && other.formatted('resolved') === this.formatted('resolved');
  }
}

function words(text: string): readonly string[] {
  return text
    .trim()
    .split(/\s+/)
    .filter((word) => word !== '');
}

function fieldFormat(schemaType: SchemaType): SchemaFormat {
  return {
    schemaType,
    parse: (source) => new FieldList(schemaType, source),
    differences(reader, writer): readonly SchemaDifference[] {
      if (!(reader instanceof FieldList) || !(writer instanceof FieldList)) return [];
      const written = new Set(writer.allFields.map((field) => field.replace('?', '')));
      return reader.allFields
        .filter((field) => !written.has(field.replace('?', '')))
        .map((field) => ({
          type: field.endsWith('?') ? 'FIELD_WITH_DEFAULT' : 'FIELD_WITHOUT_DEFAULT',
          path: `/${field}`,
          message: `${field} is new`,
          isCompatible: field.endsWith('?'),
        }));
    },
  };
}

export const fieldFormats: ReadonlyMap<SchemaType, SchemaFormat> = new Map(
  (['AVRO', 'JSON', 'PROTOBUF'] as const).map((type) => [type, fieldFormat(type)]),
);

export const NOW = 1_700_000_000_000;

/** A record of the topic as text. */
export interface TextRecord {
  readonly key: string;
  readonly value: string | null;
}

export class TestRegistry implements Library {
  readonly state: RegistryState;
  readonly schemas: ParsedSchemas;
  readonly log: StoreRecord[] = [];
  readonly problems: ApplyProblem[] = [];

  constructor({
    formats = fieldFormats,
    ...settings
  }: Partial<RegistrySettings> & { formats?: ReadonlyMap<SchemaType, SchemaFormat> } = {}) {
    this.state = new RegistryState({ ...DEFAULT_SETTINGS, ...settings });
    this.schemas = new ParsedSchemas(formats);
  }

  /** Decides, writes and applies. */
  execute(command: RegistryCommand): unknown {
    const { records, answer } = decide(this.state, command, { now: NOW, schemas: this.schemas });
    for (const record of records) this.write(record);
    return answer;
  }

  /** The records that the command wrote. */
  written(command: RegistryCommand): readonly TextRecord[] {
    const start = this.log.length;
    this.execute(command);
    return this.log.slice(start).map(textRecord);
  }

  /** Confluent's code of the failure, or null where it went well. */
  code(command: RegistryCommand): number | null {
    return codeOf(() => this.execute(command));
  }

  register(subject: string, schema: string, options: RegisterOptions = {}): Registered {
    return this.execute(register(subject, schema, options)) as Registered;
  }

  write({ key, value }: StoreRecord): ApplyProblem | null {
    const place = { offset: this.log.length, timestamp: NOW + this.log.length, isLeader: true };
    this.log.push({ key, value });
    const problem = this.state.apply(key, value, place);
    if (problem !== null) this.problems.push(problem);
    return problem;
  }

  writeText(key: string, value: string | null): ApplyProblem | null {
    return this.write({ key: Buffer.from(key), value: value === null ? null : Buffer.from(value) });
  }
}

export interface Registered {
  readonly id: number;
  readonly version: number;
  readonly guid: string;
  readonly schema: string;
}

export interface RegisterOptions extends Partial<RegisterRequest> {
  readonly normalize?: boolean;
  readonly force?: boolean;
  readonly format?: string;
}

export function request(schema: string | null, members: Partial<RegisterRequest> = {}): RegisterRequest {
  return {
    version: null,
    id: null,
    schemaType: null,
    references: [],
    metadata: null,
    ruleSet: null,
    schema,
    schemaTagsToAdd: [],
    schemaTagsToRemove: [],
    propagateSchemaTags: false,
    ...members,
  };
}

export function register(subject: string, schema: string | null, options: RegisterOptions = {}): RegisterCommand {
  const { normalize = false, force = false, format = null, ...members } = options;
  return { type: 'register', subject, request: request(schema, members), normalize, format, force };
}

export function codeOf(work: () => unknown): number | null {
  try {
    work();
    return null;
  } catch (error) {
    if (isRegistryError(error)) return error.errorCode;
    throw error;
  }
}

export function textRecord({ key, value }: StoreRecord): TextRecord {
  return { key: key.toString(), value: value === null ? null : value.toString() };
}
