/**
 * What an export is: JSON lines, each a schema, a config or a mode, as the registry's API has them. An import takes them in
 * any order.
 */
import { UsageError } from '../exit-code.ts';
import { storedSchema, type StoredSchema } from './all-schemas.ts';

/** `subject` null: of the whole registry; `:.context:`: of a context. */
export type ExportLine =
  | { readonly kind: 'schema'; readonly schema: StoredSchema }
  | { readonly kind: 'config'; readonly subject: string | null; readonly config: Readonly<Record<string, unknown>> }
  | { readonly kind: 'mode'; readonly subject: string | null; readonly mode: string };

export function schemaLine({ subject, version, id, schemaType, ...rest }: StoredSchema): string {
  const { schema, references, metadata, ruleSet, deleted } = rest;
  return lineOf({
    kind: 'schema',
    subject,
    version,
    id,
    schemaType,
    schema,
    ...(references.length === 0 ? {} : { references }),
    ...(metadata === null ? {} : { metadata }),
    ...(ruleSet === null ? {} : { ruleSet }),
    ...(deleted ? { deleted } : {}),
  });
}

export function configLine(subject: string | null, config: Readonly<Record<string, unknown>>): string {
  return lineOf({ kind: 'config', subject, config });
}

export function modeLine(subject: string | null, mode: string): string {
  return lineOf({ kind: 'mode', subject, mode });
}

function lineOf(value: object): string {
  return `${JSON.stringify(value)}\n`;
}

/** `where` is for messages: `export.jsonl line 3`. Throws a UsageError. */
export function parseExportLine(text: string, where: string): ExportLine {
  let line: Readonly<Record<string, unknown>>;
  try {
    line = JSON.parse(text) as Readonly<Record<string, unknown>>;
  } catch (error) {
    throw new UsageError(`${where} is no JSON: give what samsa schema export has written.`, { cause: error });
  }
  const { kind, subject, config, mode } = line;
  const isScope = subject === null || typeof subject === 'string';
  if (kind === 'schema' && isSchema(line)) return { kind, schema: storedSchema(line) };
  if (kind === 'config' && isScope && typeof config === 'object' && config !== null) {
    return { kind, subject, config: config as Readonly<Record<string, unknown>> };
  }
  if (kind === 'mode' && isScope && typeof mode === 'string') return { kind, subject, mode };
  throw new UsageError(`${where} is no schema, config or mode: give what samsa schema export has written.`);
}

function isSchema({ subject, version, id, schema }: Readonly<Record<string, unknown>>): boolean {
  const isCount = (value: unknown): boolean => Number.isSafeInteger(value) && Number(value) > 0;
  return typeof subject === 'string' && typeof schema === 'string' && isCount(version) && isCount(id);
}
