/** The door of `kernel/node/`: the real world. */
import type { Env } from '../env.ts';
import type { Logger } from '../logger.ts';
import { nodeClock } from './clock.ts';
import { nodeCodec } from './codec.ts';
import { nodeDisk } from './disk.ts';
import { nodeHalt } from './halt.ts';
import { nodeHeap } from './heap.ts';
import { createLogger } from './logger.ts';
import type { LoggerOptions } from './logger.ts';
import { nodeNetwork } from './network.ts';
import { nodeRandom } from './random.ts';
import { nodeScheduler } from './scheduler.ts';

export { HALT_EXIT_CODE } from './halt.ts';
export { createLogger } from './logger.ts';
export type { LoggerOptions, LogStream } from './logger.ts';
export { serveHttp } from './serve-http.ts';
export { temporaryDirectory } from './temporary-directory.ts';
export { tlsFetch } from './tls-fetch.ts';
export type { TlsAnswer, TlsRequest } from './tls-fetch.ts';
export { startWorker, workerPort } from './worker.ts';

export interface NodeEnvOptions {
  /** A logger that is there already, or how to make one. */
  readonly logger?: Logger | LoggerOptions;
}

/** The process, its clock, its files and its sockets. */
export function createNodeEnv(options: NodeEnvOptions = {}): Env {
  const given = options.logger ?? {};
  const logger = 'component' in given ? given : createLogger(nodeClock, given);
  return {
    clock: nodeClock,
    scheduler: nodeScheduler,
    random: nodeRandom,
    disk: nodeDisk,
    network: nodeNetwork(logger.component('network')),
    codec: nodeCodec,
    heap: nodeHeap,
    logger,
    halt: nodeHalt(logger),
  };
}
