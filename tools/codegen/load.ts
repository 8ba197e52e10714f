/** Reads the definitions in `src/protocol/messages/`. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Definition, Message } from './definition.ts';
import { parseDefinition } from './parse.ts';

export const PROTOCOL_FOLDER: string = join(import.meta.dirname, '../../src/protocol');
const MESSAGES_FOLDER = join(PROTOCOL_FOLDER, 'messages');

/** The definitions in the order of their file names: APIs by key, then the others. */
export function loadDefinitions(): Definition[] {
  const files = readdirSync(MESSAGES_FOLDER, { recursive: true, encoding: 'utf8' });
  const paths = files.filter((file) => file.endsWith('.schema')).map((file) => file.slice(0, -'.schema'.length));
  const sorted = paths.map((path) => path.replaceAll('\\', '/')).sort();
  return sorted.map((path) => parseDefinition(path, readFileSync(join(MESSAGES_FOLDER, `${path}.schema`), 'utf8')));
}

export function messagesByName(definitions: Definition[]): Map<string, Message> {
  return new Map(definitions.flatMap(({ messages }) => messages).map((message) => [message.name, message]));
}
