/** The real world for those who give no Env: the one file of the serdes that reaches for it. */
import type { Env } from '#kernel';
import { createNodeEnv } from '#kernel/node';

let shared: Env | null = null;

/** One for all registry clients of the process. */
export function defaultEnv(): Env {
  shared ??= createNodeEnv({ logger: { level: 'warn' } });
  return shared;
}
