/**
 * Damaged messages: what Kafka refuses must be refused, by a ProtocolError and nothing else; what Kafka reads must be
 * read to the same contents, but for the few things in which a reader may be stricter.
 */
import { basename, dirname, join } from 'node:path';
import { existsSync } from 'node:fs';
import type { ProtocolErrorReason } from '#protocol';
import { ProtocolError, Reader } from '#protocol';
import { codecOf, definitionOf } from './codecs.ts';
import { difference, messageFromJson } from './json-message.ts';
import type { Outcome, VectorKind } from './kind.ts';
import { outcomeOf } from './kind.ts';
import { readJsonLines } from './read-lines.ts';
import type { WireLine } from './wire.ts';

interface DamagedLine {
  line: number;
  kind: 'cut' | 'edit';
  what?: string;
  at: number;
  remove?: number;
  insert?: string;
  outcome: string;
  remaining?: number;
  json?: unknown;
  unknownTags?: [number, string][];
}

/** Lengths below -1, a negative number of tags, a wrong size of a known tag. */
const MAY_BE_STRICTER: readonly ProtocolErrorReason[] = ['length', 'tag count', 'tag size'];

export const wireInvalid: VectorKind = {
  name: 'wire-invalid',
  *check(lines, path): Iterable<Outcome> {
    const whole = readJsonLines(pathOfWhole(path)) as WireLine[];
    for (const damaged of lines as readonly DamagedLine[]) {
      const line = whole[damaged.line];
      const what = `line ${damaged.line} of the messages, ${damaged.kind} ${damaged.what ?? ''} at ${damaged.at}`;
      yield outcomeOf(what, () => (line === undefined ? 'there is no such line' : checkLine(line, damaged)));
    }
  },
};

/** The whole messages lie beside the damaged ones, named alike or `wire.jsonl.gz`. */
function pathOfWhole(path: string): string {
  const alike = join(dirname(path), basename(path).replace('wire-invalid', 'wire'));
  return existsSync(alike) ? alike : join(dirname(path), 'wire.jsonl.gz');
}

function damage(bytes: Buffer, { kind, at, remove = 0, insert = '' }: DamagedLine): Buffer {
  if (kind === 'cut') return bytes.subarray(0, at);
  return Buffer.concat([bytes.subarray(0, at), Buffer.from(insert, 'hex'), bytes.subarray(at + remove)]);
}

function checkLine(line: WireLine, damaged: DamagedLine): string | null {
  const reader = new Reader(damage(Buffer.from(line.hex, 'hex'), damaged), { keepUnknownTags: true });
  let message: unknown;
  try {
    message = codecOf(line.name).read(reader, line.version);
  } catch (error) {
    if (!(error instanceof ProtocolError)) return `threw ${String(error)}`;
    return damaged.outcome === 'ok' && !mayRefuse(error, damaged) ? `refused: ${error.message}` : null;
  }
  if (damaged.outcome !== 'ok') return `read, where Kafka answers ${damaged.outcome}`;
  if (reader.remaining !== damaged.remaining) return `${reader.remaining} bytes left, not ${damaged.remaining}`;
  const tags = (reader.unknownTags ?? []).map(({ tag, bytes }) => [tag, Buffer.from(bytes).toString('hex')]);
  const strangeTags = difference(tags, damaged.unknownTags ?? []);
  if (strangeTags !== null) return `unknown tags: ${strangeTags}`;
  if (damaged.json === undefined) return null;
  return difference(message, messageFromJson(definitionOf(line.name), damaged.json, line.version));
}

function mayRefuse(error: ProtocolError, damaged: DamagedLine): boolean {
  if (error.reason === 'unsafe integer') return damaged.json === undefined;
  return MAY_BE_STRICTER.includes(error.reason);
}
