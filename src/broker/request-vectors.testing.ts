/** For tests: requests as Apache Kafka's own classes encode them, from the golden vectors, as frames. */
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { handlers } from './handlers/index.ts';

interface Vector {
  readonly apiKey: number;
  readonly type: string;
  readonly version: number;
  readonly headerVersion: number;
  readonly hex: string;
}

export interface RequestVector {
  readonly apiKey: number;
  readonly version: number;
  /** Length, header and body. */
  readonly frame: Buffer;
}

/** Of the APIs that are served. */
export function requestVectors(): RequestVector[] {
  const path = new URL('../../testdata/vectors/wire.jsonl.gz', import.meta.url);
  const vectors = gunzipSync(readFileSync(path)).toString().trim().split('\n');
  return vectors
    .map((line) => JSON.parse(line) as Vector)
    .filter(({ type, apiKey }) => type === 'request' && handlers.has(apiKey))
    .map(({ apiKey, version, headerVersion, hex }) => {
      const header = Buffer.alloc(14 + (headerVersion === 2 ? 1 : 0));
      header.writeInt16BE(apiKey, 0);
      header.writeInt16BE(version, 2);
      header.writeInt32BE(7, 4);
      header.writeInt16BE(4, 8);
      header.write('test', 10);
      return { apiKey, version, frame: frameOf(Buffer.concat([header, Buffer.from(hex, 'hex')])) };
    });
}

/** The body behind its length. */
export function frameOf(body: Buffer): Buffer {
  const frame = Buffer.allocUnsafe(4 + body.length);
  frame.writeInt32BE(body.length);
  body.copy(frame, 4);
  return frame;
}
