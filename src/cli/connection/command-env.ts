/**
 * The world of a command's clients. What they would log, a command says itself where it matters: by its error, its exit
 * code and its progress.
 */
import type { Env } from '#kernel';
import { createNodeEnv } from '#kernel/node';

let shared: Env | null = null;

export function commandEnv(): Env {
  shared ??= createNodeEnv({ logger: { level: 'error' } });
  return shared;
}
