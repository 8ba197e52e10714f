/** Messages: the codec reads the bytes to the same contents, and writes the contents to the same bytes. */
import { Reader, requestHeaderVersion, responseHeaderVersion, Writer } from '#protocol';
import { codecOf, definitionOf } from './codecs.ts';
import { difference, messageFromJson } from './json-message.ts';
import type { Outcome, VectorKind } from './kind.ts';
import { outcomeOf } from './kind.ts';

export interface WireLine {
  name: string;
  apiKey: number | null;
  type: 'request' | 'response' | 'header' | 'data';
  version: number;
  flexible: boolean;
  headerVersion: number | null;
  kind: string;
  json: unknown;
  hex: string;
}

export const wire: VectorKind = {
  name: 'wire',
  *check(lines): Iterable<Outcome> {
    for (const line of lines as readonly WireLine[]) {
      yield outcomeOf(`${line.name} ${line.version} ${line.kind}`, () => checkLine(line));
    }
  },
};

function checkLine(line: WireLine): string | null {
  const codec = codecOf(line.name);
  const message = messageFromJson(definitionOf(line.name), line.json, line.version);
  const reader = new Reader(Buffer.from(line.hex, 'hex'));
  const different = difference(codec.read(reader, line.version), message);
  if (different !== null) return `what was read: ${different}`;
  if (reader.remaining > 0) return `${reader.remaining} bytes were left unread`;
  const writer = new Writer();
  codec.write(writer, message, line.version);
  const hex = writer.finishBuffer().toString('hex');
  if (hex !== line.hex) return `written as ${hex}, not as ${line.hex}`;
  if (codec.flexibleVersion <= line.version !== line.flexible) return 'the first flexible version is another';
  return checkHeader(line);
}

function checkHeader({ type, apiKey, version, headerVersion }: WireLine): string | null {
  if (headerVersion === null || apiKey === null) return null;
  const ours = (type === 'request' ? requestHeaderVersion : responseHeaderVersion)(apiKey, version);
  return ours === headerVersion ? null : `header ${ours}, not ${headerVersion}`;
}
