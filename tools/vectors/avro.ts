/**
 * Avro: schemas, what is no schema, compatibility, data. Each line has a `kind` of its own, by which its check is
 * found; a line of a kind that has none fails.
 */
import { avroDataChecks } from './avro-data.ts';
import { avroSchemaChecks } from './avro-schema.ts';
import type { Outcome, VectorKind } from './kind.ts';
import { failed, outcomeOf } from './kind.ts';

/** Judges one line; answers null or what is wrong, or throws. */
export type AvroCheck = (line: unknown) => string | null;

const checks: ReadonlyMap<string, AvroCheck> = new Map([...avroSchemaChecks, ...avroDataChecks]);

export const avro: VectorKind = {
  name: 'avro',
  *check(lines): Iterable<Outcome> {
    for (const line of lines as readonly { kind: string }[]) {
      const check = checks.get(line.kind);
      if (check === undefined) yield failed(`no check for lines of kind ${line.kind}`);
      else yield outcomeOf(describe(line), () => check(line));
    }
  },
};

const SHOWN = 120;

function describe(line: { kind: string; text?: string; reader?: string; writer?: string; schema?: string }): string {
  const subject = line.text ?? line.schema ?? `${line.reader} from ${line.writer}`;
  return `${line.kind} ${subject.length > SHOWN ? `${subject.slice(0, SHOWN)}…` : subject}`;
}
