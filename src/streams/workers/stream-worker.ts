/** What a worker runs: one thread of an application, told and asked by messages. Loaded by nobody but a worker. */
import { workerPort } from '../default-env.ts';
import { ThreadInWorker } from './thread-in-worker.ts';

await new ThreadInWorker(workerPort()).run();
