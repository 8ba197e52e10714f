/** The real world for clients that are given no Env of their own: the one file of the client that reaches for it. */
import type { Env } from '#kernel';
import { createNodeEnv } from '#kernel/node';

let shared: Env | null = null;

/** One for all clients of the process: an Env has no state of its own but its logger. */
export function defaultEnv(): Env {
  shared ??= createNodeEnv({ logger: { level: 'warn' } });
  return shared;
}
