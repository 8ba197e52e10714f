/** Node's worker threads. What runs in one inherits the process's flags, so that sources run there as they do here. */
import { parentPort, Worker as NodeWorker, type ResourceLimits, workerData } from 'node:worker_threads';
import { assert } from '../assert.ts';
import type { StartWorker, WorkerLimits, WorkerPort } from '../worker.ts';

export const startWorker: StartWorker = ({ module, name, data, limits = {}, onMessage, onExit }) => {
  const worker = new NodeWorker(module, { name, workerData: data, resourceLimits: resourceLimitsOf(limits) });
  let uncaught: unknown;
  const ended = new Promise<void>((resolve) => {
    worker.once('exit', (code) => {
      onExit({ code, error: uncaught });
      resolve();
    });
  });
  worker.on('message', onMessage);
  worker.on('messageerror', (error) => (uncaught ??= error));
  worker.on('error', (error) => (uncaught ??= error));
  return {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
    post: (message) => worker.postMessage(message),
    terminate: async () => {
      await worker.terminate();
      await ended;
    },
  };
};

/** Of the worker that calls it. */
export function workerPort(): WorkerPort {
  const port = parentPort;
  assert(port !== null, 'only a worker has somebody who started it');
  return {
    data: workerData as unknown,
    post: (message) => port.postMessage(message),
    listen: (onMessage) => void port.on('message', onMessage),
  };
}

function resourceLimitsOf({
  maxOldGenerationSizeMb: old,
  maxYoungGenerationSizeMb: young,
  stackSizeMb,
}: WorkerLimits): ResourceLimits {
  return {
    ...(old === undefined ? {} : { maxOldGenerationSizeMb: old }),
    ...(young === undefined ? {} : { maxYoungGenerationSizeMb: young }),
    ...(stackSizeMb === undefined ? {} : { stackSizeMb }),
  };
}
