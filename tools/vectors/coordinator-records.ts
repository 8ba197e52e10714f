/** Keys and values of the coordinators' topics, with the two bytes before them: a key's type, a value's version. */
import { Reader, recordTypes, Writer } from '#protocol';
import { codecOf, definitionOf } from './codecs.ts';
import { difference, messageFromJson } from './json-message.ts';
import type { Outcome, VectorKind } from './kind.ts';
import { outcomeOf } from './kind.ts';

interface RecordLine {
  topic: string;
  type: string;
  id: number;
  part: 'key' | 'value';
  version: number;
  kind: string;
  json: unknown;
  hex: string;
}

export const coordinatorRecords: VectorKind = {
  name: 'coordinator-records',
  *check(lines): Iterable<Outcome> {
    for (const line of lines as readonly RecordLine[]) {
      yield outcomeOf(`${line.type} ${line.version} ${line.kind}`, () => checkLine(line));
    }
  },
};

function checkLine(line: RecordLine): string | null {
  const codec = codecOf(line.type);
  const known = recordTypes[line.topic]?.find(({ id }) => id === line.id);
  if (known?.[line.part] !== codec) return `${line.type} is not the ${line.part} of type ${line.id} in ${line.topic}`;
  const head = line.part === 'key' ? line.id : line.version;
  const reader = new Reader(Buffer.from(line.hex, 'hex'));
  if (reader.int16() !== head) return `the first two bytes are not ${head}`;
  const message = messageFromJson(definitionOf(line.type), line.json, line.version);
  const different = difference(codec.read(reader, line.version), message);
  if (different !== null) return `what was read: ${different}`;
  if (reader.remaining > 0) return `${reader.remaining} bytes were left unread`;
  const writer = new Writer();
  writer.int16(head);
  codec.write(writer, message, line.version);
  const hex = writer.finishBuffer().toString('hex');
  return hex === line.hex ? null : `written as ${hex}, not as ${line.hex}`;
}
