/** The codecs and the definitions of all messages, by name. */
import type { MessageCodec } from '#protocol';
import * as protocol from '#protocol';
import type { Message } from '../codegen/definition.ts';
import { loadDefinitions, messagesByName } from '../codegen/load.ts';

function isCodec(value: unknown): value is MessageCodec<unknown> {
  return typeof value === 'object' && value !== null && 'flexibleVersion' in value && 'read' in value;
}

const codecs = new Map<string, MessageCodec<unknown>>();
for (const value of Object.values<unknown>(protocol)) if (isCodec(value)) codecs.set(value.name, value);

const definitions: Map<string, Message> = messagesByName(loadDefinitions());

/** Fails with an Error where there is no such message. */
export function codecOf(name: string): MessageCodec<unknown> {
  const codec = codecs.get(name);
  if (codec === undefined) throw new Error(`there is no message ${name}`);
  return codec;
}

/** Fails with an Error where there is no such message. */
export function definitionOf(name: string): Message {
  const definition = definitions.get(name);
  if (definition === undefined) throw new Error(`there is no definition of ${name}`);
  return definition;
}

/** The names of all messages. */
export const messageNames: readonly string[] = [...codecs.keys()];
