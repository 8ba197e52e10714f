/** Emits what binds the generated files together: the list of exports, the APIs by key, the record types by topic. */
import type { Definition, Message } from './definition.ts';
import { lowerFirst } from './emit-codecs.ts';

const HEAD = '// generated from all .schema files by tools/codegen: change those and run `npm run generate`\n';

export function emitIndex(definitions: Definition[]): string {
  const types = definitions.map(({ path }) => `export type * from './${path}.gen.ts';\n`);
  return `${HEAD}${types.join('')}export * from './codecs.gen.ts';\n`;
}

export function emitApis(definitions: Definition[]): string {
  const apis = definitions.flatMap(({ api, messages }) => (api === null ? [] : [{ ...api, messages }]));
  apis.sort((a, b) => a.key - b.key);
  const keys = apis.map(({ name, key }) => `  ${name}: ${key},\n`);
  const entries = apis.map(({ key, name, listeners, messages }) => {
    const [request, response] = messages.map((message) => `codecs.${lowerFirst(message.name)}`);
    const where = listeners.map((listener) => `'${listener}'`).join(', ');
    return `  { apiKey: ${key}, name: '${name}', listeners: [${where}], request: ${request}, response: ${response} },\n`;
  });
  return [
    `${HEAD}import type { Api } from '../api.ts';\nimport * as codecs from './codecs.gen.ts';\n`,
    `/** API keys by name. */\nexport const ApiKey = {\n${keys.join('')}} as const;\n`,
    `/** Every API, in the order of the keys. */\nexport const apis: readonly Api[] = [\n${entries.join('')}];\n`,
  ].join('\n');
}

export function emitRecordTypes(definitions: Definition[]): string {
  const topics = new Map<string, Map<number, { key: Message | null; value: Message | null }>>();
  for (const { topic, messages } of definitions) {
    if (topic === null) continue;
    const types = topics.get(topic) ?? new Map<number, { key: Message | null; value: Message | null }>();
    topics.set(topic, types);
    for (const message of messages) {
      const type = types.get(message.key) ?? { key: null, value: null };
      types.set(message.key, { ...type, [message.kind === 'key' ? 'key' : 'value']: message });
    }
  }
  const lists = [...topics].map(([topic, types]) => {
    const entries = [...types]
      .sort(([a], [b]) => a - b)
      .map(([id, { key, value }]) => {
        const show = (message: Message | null) => (message === null ? 'null' : `codecs.${lowerFirst(message.name)}`);
        return `    { id: ${id}, key: ${show(key)}, value: ${show(value)} },\n`;
      });
    return `  ${topic}: [\n${entries.join('')}  ],\n`;
  });
  const doc = '/** The types of the records in the internal topics, by topic, in the order of their ids. */';
  const type = 'Readonly<Record<string, readonly RecordType[]>>';
  return [
    `${HEAD}import type { RecordType } from '../api.ts';\nimport * as codecs from './codecs.gen.ts';\n`,
    `${doc}\nexport const recordTypes: ${type} = {\n${lists.join('')}};\n`,
  ].join('\n');
}
