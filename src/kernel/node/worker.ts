/** Threads of Node.js, and the messages between them: structured clones, in order. */
import { parentPort, Worker, workerData } from 'node:worker_threads';

/** A thread, as the one that has started it sees it. */
export interface WorkerHandle {
  post(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
  /** It has ended: by an error that nobody caught, or by itself (null). */
  onEnd(listener: (error: unknown) => void): void;
  terminate(): Promise<void>;
}

/** `data` is what the thread's `workerInput` answers. */
export function startWorker(url: URL, data: unknown): WorkerHandle {
  const worker = new Worker(url, { workerData: data });
  let failure: unknown = null;
  worker.on('error', (error) => (failure = error));
  return {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- it is no window
    post: (message) => worker.postMessage(message),
    onMessage: (listener) => void worker.on('message', listener),
    onEnd: (listener) => void worker.on('exit', () => listener(failure)),
    terminate: async () => void (await worker.terminate()),
  };
}

/** In a thread: the one that has started it. */
export interface WorkerInput {
  readonly data: unknown;
  post(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
  /** No message is waited for any more: the thread ends when nothing else keeps it. */
  close(): void;
}

/** Null in a process's first thread. */
export function workerInput(): WorkerInput | null {
  const port = parentPort;
  if (port === null) return null;
  return {
    data: workerData as unknown,
    post: (message) => port.postMessage(message),
    onMessage: (listener) => void port.on('message', listener),
    close: () => port.close(),
  };
}
