/** The real world for those who give no Env: the one file of the façade that reaches for it. */
import type { Env } from '#kernel';
import { createNodeEnv } from '#kernel/node';

let shared: Env | null = null;

/** One for the process. Its logger takes all levels: which lines there are is the `logLevel` option's to say. */
export function defaultEnv(): Env {
  shared ??= createNodeEnv({ logger: { level: 'debug' } });
  return shared;
}
