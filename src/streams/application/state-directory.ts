/**
 * What an instance of an application has on the disk (Kafka's StateDirectory): the directories of its tasks, who it is to
 * its group, and a lock over both. Threads share the process id, so that a standby is never beside its task; it stays the
 * same over restarts, because the state does.
 *
 * Invariant: an instance with persistent stores has locked its directory before any of its tasks is opened. One without
 * touches no disk, and has a new process id each time.
 */
import { type DiskLock, type Env, isDiskError, KafkaError, type Logger, uuidText } from '#kernel';
import { join } from 'node:path';
import type { TopologyPlan } from '../plan/topology-plan.ts';

export interface StateDirectoryOptions {
  readonly env: Env;
  readonly logger: Logger;
  readonly plan: TopologyPlan;
  /** Kafka's state.dir; the application's own directory is in it. */
  readonly stateDir: string;
}

/** Kafka's names: a Java instance in the same directory is kept out, and its id would be taken over. */
const LOCK_FILE = '.lock';
const PROCESS_FILE = 'kafka-streams-process-metadata';
const UUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;

export class StateDirectory {
  /** Of the application, in Kafka's state.dir; it need not be there where nothing is persistent. */
  readonly path: string;
  /** A UUID as text. */
  readonly processId: string;
  readonly #lock: DiskLock | null;

  private constructor(path: string, processId: string, lock: DiskLock | null) {
    this.path = path;
    this.processId = processId;
    this.#lock = lock;
  }

  /** Rejects with STATE_DIRECTORY_LOCKED where another instance has it, STATE_DIRECTORY_FAILED where it cannot be used. */
  static async open({ env, logger, plan, stateDir }: StateDirectoryOptions): Promise<StateDirectory> {
    const path = join(stateDir, plan.applicationId);
    if (!hasPersistentStores(plan)) return new StateDirectory(path, uuidText(env.random), null);
    let lock: DiskLock | null = null;
    try {
      await env.disk.makeDirectory(path);
      lock = await env.disk.lock(join(path, LOCK_FILE));
      return new StateDirectory(path, await keptProcessId(env, logger, join(path, PROCESS_FILE)), lock);
    } catch (error) {
      await lock?.release();
      throw explained(path, plan.applicationId, error);
    }
  }

  /** Others may have it. Called once, when all tasks are closed. */
  async close(): Promise<void> {
    await this.#lock?.release();
  }
}

function hasPersistentStores({ stores }: TopologyPlan): boolean {
  return [...stores.values()].some((planned) => planned.create().isPersistent);
}

/** Out of the file, or a new one, which is in the file by then. */
async function keptProcessId(env: Env, logger: Logger, path: string): Promise<string> {
  const kept = await readProcessId(env, logger, path);
  if (kept !== null) return kept;
  const processId = uuidText(env.random);
  const file = await env.disk.openFile(path, 'create');
  try {
    await file.truncate(0);
    await file.writev([Buffer.from(JSON.stringify({ processId }))], 0);
    await file.datasync();
  } finally {
    await file.close();
  }
  return processId;
}

/** Null where there is none. A file that was torn by a crash costs no more than what a new id costs. */
async function readProcessId({ disk }: Env, logger: Logger, path: string): Promise<string | null> {
  if ((await disk.stat(path)) === null) return null;
  const text = (await disk.readFile(path)).toString('utf8');
  try {
    const { processId } = JSON.parse(text) as { readonly processId?: unknown };
    if (typeof processId === 'string' && UUID.test(processId)) return processId;
  } catch {
    // As of one that has no id.
  }
  logger.warn('The process id of the instance cannot be read, and it gets another one', { path });
  return null;
}

function explained(path: string, applicationId: string, error: unknown): unknown {
  if (!isDiskError(error)) return error;
  const { code, message } = error;
  if (code === 'EWOULDBLOCK') {
    const remedy = 'stop that one, or give each instance on the machine a stateDir of its own';
    return new KafkaError(
      'STATE_DIRECTORY_LOCKED',
      `The state directory ${path} is in use by another instance of ${applicationId} (${message}); ${remedy}`,
      { cause: error },
    );
  }
  const remedy = 'stateDir must name a directory that this process may make and write to';
  return new KafkaError(
    'STATE_DIRECTORY_FAILED',
    `The state directory ${path} cannot be used (${message}); ${remedy}`,
    {
      cause: error,
    },
  );
}
