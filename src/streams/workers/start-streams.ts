/** Runs a topology by worker threads. */
import type { WorkerLimits } from '#kernel';
import { StreamsApplication } from '../application/streams-application.ts';
import type { StreamsOptions } from '../application/streams-options.ts';
import { handedOptions } from './handed-options.ts';
import { loadTopology, noEnv, optionsWith } from './topology-module.ts';
import { WorkerThreads } from './worker-threads.ts';

export interface StreamsWorkerOptions {
  /** Of each worker's memory; the process's own where absent. A worker that needs more fails, and no other with it. */
  readonly workerLimits?: WorkerLimits | undefined;
}

/**
 * Runs the topology of a module as `Topology.start` does, but with each of its `numStreamThreads` threads in a worker thread,
 * so that each has a processor where the machine has one. The module is loaded here and in each worker: its default export
 * is the `Topology`, and its export `options`, where there is one, has those options that are code (serializers,
 * partitioners, tokens), which cannot be given from outside. `logger`, `onUncaughtError` and `onRestore` may be given here,
 * and are called here. The application is the same object; a thread that fails, as a worker that ends, is what
 * `onUncaughtError` is asked about.
 *
 * Resolves when the workers have been started. Rejects with INVALID_CONFIG, STATE_DIRECTORY_LOCKED, or what else kept it
 * from starting. Do not call it while the module itself is still being loaded: that would wait for itself.
 * @param module `new URL('./topology.ts', import.meta.url)`
 */
export async function startStreams(
  module: URL | string,
  { workerLimits: limits, ...given }: StreamsOptions & StreamsWorkerOptions,
): Promise<StreamsApplication> {
  if (given.env !== undefined) throw noEnv();
  const href = String(module);
  const loaded = await loadTopology(href);
  const handed = handedOptions(given, href);
  return StreamsApplication.start(loaded.plan, optionsWith(loaded, given), (parts) => {
    return new WorkerThreads(parts, { module: href, options: handed, limits });
  });
}
