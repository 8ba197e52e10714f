/**
 * Options of an application whose threads are workers: some stay where the application was started, data is handed to the
 * workers, and code each worker has from the topology's module.
 */
import { errorFor } from '#client';
import type { StreamsOptions } from '../application/streams-options.ts';

/** They are called in the isolate of the application. */
const STAY: readonly string[] = ['logger', 'onUncaughtError', 'onRestore'];
/** Options of clients, which are merged one by one. */
const OF_CLIENTS = ['consumer', 'restoreConsumer', 'globalConsumer', 'producer'] as const;

/** `given` counts where both say something. */
export function mergedOptions(options: StreamsOptions, given: StreamsOptions): StreamsOptions {
  const merged = { ...options, ...withoutUndefined(given) };
  for (const name of OF_CLIENTS) {
    const [inner, outer] = [options[name], given[name]];
    if (inner !== undefined && outer !== undefined) Object.assign(merged, { [name]: { ...inner, ...outer } });
  }
  return merged;
}

/** What is handed to workers of `given`. Throws INVALID_CONFIG with the name of what cannot be. */
export function handedOptions(given: StreamsOptions, module: string): StreamsOptions {
  const handed = Object.entries(withoutUndefined(given)).filter(([name]) => !STAY.includes(name));
  for (const [name, value] of handed) {
    const code = findCode(value, name, new Set());
    if (code === null) continue;
    throw errorFor(
      'INVALID_CONFIG',
      `${code.path} is ${code.what}, which cannot be handed to workers: export it from ${module}, as in export const options = { ${exampleOf(code.path)} }`,
    );
  }
  return Object.fromEntries(handed);
}

function withoutUndefined(options: StreamsOptions): StreamsOptions {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}

interface Code {
  readonly path: string;
  readonly what: string;
}

/** The first thing in it that would not arrive, or not as what it is. */
function findCode(value: unknown, path: string, seen: Set<unknown>): Code | null {
  if (typeof value === 'function') return { path, what: 'a function' };
  if (typeof value === 'symbol') return { path, what: 'a symbol' };
  if (typeof value !== 'object' || value === null || seen.has(value) || ArrayBuffer.isView(value)) return null;
  seen.add(value);
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== null && prototype !== Object.prototype && !Array.isArray(value)) {
    return { path, what: `an object of the class ${value.constructor.name}` };
  }
  for (const [name, member] of Object.entries(value)) {
    const code = findCode(member, Array.isArray(value) ? `${path}[${name}]` : `${path}.${name}`, seen);
    if (code !== null) return code;
  }
  return null;
}

/** `producer.partitioner` as `producer: { partitioner }`. */
function exampleOf(path: string): string {
  const names = path.split(/[.[]/, 2);
  return names.length === 1 ? names[0]! : `${names[0]}: { ${names[1]!.replace(']', '')} }`;
}
