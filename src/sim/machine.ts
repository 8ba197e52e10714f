/**
 * One machine of a simulation: an Env with a disk of its own, on the simulation's clock and network. It dies by `halt`, by
 * `crash` or by a crash point of its disk; from then on nothing that it had planned happens any more.
 */
import { gunzipSync, gzipSync, constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { KafkaError } from '#kernel';
import type { Clock, Codec, Env, LogFields, Logger, LogLevel, Scheduler, Timer } from '#kernel';
import type { SeededRandom } from './seeded-random.ts';
import { SimulatedDisk } from './simulated-disk.ts';
import { MachineDied } from './simulated-error.ts';
import type { Simulation } from './simulation.ts';
import type { Volume } from './volume.ts';

export interface LogLine {
  readonly level: LogLevel;
  readonly component: string | null;
  readonly message: string;
  readonly fields: LogFields;
}

const MAX_LOG_LINES = 10_000;

export class Machine {
  readonly env: Env;
  readonly disk: SimulatedDisk;
  /** The first 10,000 lines it logged, of every level. */
  readonly logLines: LogLine[] = [];
  readonly #simulation: Simulation;
  readonly #random: SeededRandom;
  readonly #onDeath: Set<() => void> = new Set();
  #deathReason: string | null = null;

  constructor(simulation: Simulation, volume: Volume, random: SeededRandom) {
    this.#simulation = simulation;
    this.#random = random;
    const host = {
      random: random.fork(),
      nowMs: () => simulation.now(),
      schedule: (delayMs: number, task: () => void) => this.schedule(delayMs, task),
      die: (reason: string) => this.die(reason),
    };
    const isDead = (): boolean => this.isDead;
    this.disk = new SimulatedDisk(volume, {
      ...host,
      get isDead() {
        return isDead();
      },
    });
    this.env = this.#createEnv();
  }

  get isDead(): boolean {
    return this.#deathReason !== null;
  }

  /** What it died of; null while it lives. */
  get deathReason(): string | null {
    return this.#deathReason;
  }

  /** Drives the simulation until `promise` is settled; throws MachineDied when the machine dies first. */
  async finish<T>(promise: Promise<T>, withinMs?: number): Promise<T> {
    let outcome: { value: T } | { error: unknown } | null = null;
    promise.then(
      (value) => (outcome = { value }),
      (error: unknown) => (outcome = { error }),
    );
    await this.#simulation.until(() => outcome !== null || this.isDead, withinMs);
    const settled = outcome as { value: T } | { error: unknown } | null;
    if (this.isDead || settled === null) throw new MachineDied(this.#deathReason ?? 'died');
    if ('error' in settled) throw settled.error;
    return settled.value;
  }

  /** Power loss (if it is not dead yet), then a new machine over what is left on the medium. */
  crash(): Machine {
    this.die('power loss');
    this.disk.abandon();
    return this.#simulation.boot(this.disk.volume.afterPowerLoss(this.#random));
  }

  /** As `kill -9`: the process is gone, the system goes on and forgets no write. A new process on the same disk. */
  kill(): Machine {
    this.die('killed');
    this.disk.abandon();
    return this.#simulation.boot(this.disk.volume);
  }

  /** Something that goes on outside the program and ends in it: I/O, a delivery. Dropped when the machine dies. */
  schedule(delayMs: number, task: () => void): void {
    this.#simulation.addEvent({ delayMs, isTimer: false, task: this.#whileAlive(task) });
  }

  /** Returns what takes it back. */
  onDeath(listener: () => void): () => void {
    this.#onDeath.add(listener);
    return () => this.#onDeath.delete(listener);
  }

  die(reason: string): void {
    if (this.isDead) return;
    this.#deathReason = reason;
    const listeners = [...this.#onDeath];
    this.#onDeath.clear();
    for (const listener of listeners) listener();
  }

  #whileAlive(task: () => void): () => void {
    return () => {
      if (!this.isDead) task();
    };
  }

  #createEnv(): Env {
    const simulation = this.#simulation;
    const clock: Clock = { now: () => simulation.now(), monotonic: () => simulation.monotonic() };
    const scheduler: Scheduler = {
      after: (delayMs, task): Timer => {
        const whileAlive = this.#whileAlive(task);
        const event = simulation.addEvent({ delayMs: Math.max(1, delayMs), isTimer: true, task: whileAlive });
        return { cancel: () => (event.task = null) };
      },
      endOfTurn: (task) => simulation.atEndOfTurn(this.#whileAlive(task)),
    };
    return {
      clock,
      scheduler,
      random: this.#random.fork(),
      disk: this.disk,
      network: simulation.network.of(this),
      codec: simulatedCodec(this),
      // What it says of the real heap would differ from run to run.
      heap: { youngBytes: () => 0 },
      logger: this.#logger(null),
      halt: (reason) => {
        this.die(`halt: ${reason}`);
        throw new MachineDied(`halt: ${reason}`);
      },
    };
  }

  #logger(component: string | null): Logger {
    const log =
      (level: LogLevel) =>
      (message: string, fields: LogFields = {}): void => {
        if (this.isDead || this.logLines.length >= MAX_LOG_LINES) return;
        this.logLines.push({ level, component, message, fields });
      };
    return {
      error: log('error'),
      warn: log('warn'),
      info: log('info'),
      debug: log('debug'),
      isEnabled: () => true,
      component: (name) => this.#logger(name),
    };
  }
}

/** zlib in place, its result a little later. */
function simulatedCodec(machine: Machine): Codec {
  const later = <T>(work: () => T): Promise<T> =>
    new Promise((resolve, reject) => {
      machine.schedule(0.1, () => {
        try {
          resolve(work());
        } catch (error) {
          reject(error);
        }
      });
    });
  return {
    compress: (format, bytes, level) =>
      later(() => {
        if (format === 'gzip') return gzipSync(bytes, level === undefined ? {} : { level });
        return zstdCompressSync(
          bytes,
          level === undefined ? {} : { params: { [constants.ZSTD_c_compressionLevel]: level } },
        );
      }),
    decompress: (format, bytes, maxBytes) =>
      later(() => {
        try {
          const options = { maxOutputLength: Math.max(1, maxBytes) };
          return format === 'gzip' ? gunzipSync(bytes, options) : zstdDecompressSync(bytes, options);
        } catch (cause) {
          throw new KafkaError('CORRUPT_MESSAGE', `${bytes.length} compressed bytes cannot be decompressed`, { cause });
        }
      }),
  };
}
