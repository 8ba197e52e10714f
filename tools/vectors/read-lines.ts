/** Reads a file of JSON lines, gzipped or plain. */
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

export function readJsonLines(path: string): unknown[] {
  const raw = readFileSync(path);
  const text = (path.endsWith('.gz') ? gunzipSync(raw) : raw).toString('utf8');
  const lines: unknown[] = [];
  for (const line of text.split('\n')) if (line !== '') lines.push(JSON.parse(line));
  return lines;
}
