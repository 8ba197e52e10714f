/** The real world for applications that give no Env: the one file of the streams that reaches for it. */
import type { Env } from '#kernel';
import { join } from 'node:path';
import { createNodeEnv, temporaryDirectory } from '#kernel/node';

export { serveHttp, startWorker, workerPort } from '#kernel/node';

let shared: Env | null = null;

/** Where persistent stores are kept if nobody says where. */
export function defaultStateDirectory(): string {
  return join(temporaryDirectory(), 'samsa-streams');
}

/** One for all applications of the process. */
export function defaultEnv(): Env {
  shared ??= createNodeEnv({ logger: { level: 'warn' } });
  return shared;
}
