/**
 * The one writer of the metadata: commands queue here, are decided in order, made durable together, and then replayed
 * for all to see.
 *
 * Invariant: whoever has an answer can rely on it in every other API. So an answer waits until its records are durable,
 * the image has them and every subscriber has acted on them (logs are open, configs are taken).
 */
import { assert, KafkaError } from '#kernel';
import type { Env, Logger } from '#kernel';
import type { CommandName, Commands } from './commands.ts';
import { Controller } from './controller.ts';
import type { ConfigRules, ControllerSettings, Decision } from './controller-context.ts';
import { MetadataDelta } from './delta.ts';
import { imageRecordCount, imageRecords } from './image-records.ts';
import { MetadataImage } from './image.ts';
import type { MetaStore } from './meta-store.ts';
import type { MetadataRecord } from './records.ts';

export interface MetadataServiceOptions {
  readonly store: MetaStore;
  readonly settings: ControllerSettings;
  readonly configRules: ConfigRules;
  /** At the start, a log with so many dead records, and more dead than live ones, is rewritten; 1000 when absent. */
  readonly rewriteFromDeadRecords?: number;
}

/**
 * Called after the image has changed, with what changed; the next change waits until it resolves. A failure stops the
 * process, since the image and what acts on it would part.
 */
export type MetadataListener = (delta: MetadataDelta, image: MetadataImage) => void | Promise<void>;

const REWRITE_FROM_DEAD_RECORDS = 1000;

interface Pending {
  decide(): Decision<unknown>;
  resolve(response: unknown): void;
  reject(error: unknown): void;
}

interface Decided {
  readonly records: readonly MetadataRecord[];
  readonly response: unknown;
  readonly pending: Pending;
}

export class MetadataService {
  readonly #env: Env;
  readonly #logger: Logger;
  readonly #store: MetaStore;
  readonly #controller: Controller;
  readonly #image = new MetadataImage();
  readonly #listeners: MetadataListener[] = [];
  /** For `bootstrap`. */
  #adopted: MetadataImage | null = null;
  #queue: Pending[] = [];
  #running: Promise<void> | null = null;
  /** Subscribers are acting on what the image has. */
  #notifying: Promise<void> | null = null;
  /** Why no further command is taken. */
  #ended: KafkaError | null = null;

  private constructor(env: Env, { store, settings, configRules }: MetadataServiceOptions) {
    this.#env = env;
    this.#logger = env.logger.component('metadata');
    this.#store = store;
    this.#controller = new Controller({ settings, configRules, random: env.random });
  }

  /** Loads what the store has. Fails with a KafkaError where it cannot be read. */
  static async open(env: Env, options: MetadataServiceOptions): Promise<MetadataService> {
    const service = new MetadataService(env, options);
    await service.#load(options.rewriteFromDeadRecords ?? REWRITE_FROM_DEAD_RECORDS);
    return service;
  }

  /**
   * What is durable. It is the same object always and changes between turns of the loop only. Its newest changes may
   * not be acted upon yet: who shows it to others waits for `whenSettled` first.
   */
  get image(): MetadataImage {
    return this.#image;
  }

  /** Whether nothing was ever stored: then `bootstrap` is the one command that may come first. */
  get isNew(): boolean {
    return this.#controller.image.nextOffset === 0;
  }

  /** Listeners are called in the order in which they subscribed. Returns what ends the subscription. */
  subscribe(listener: MetadataListener): () => void {
    this.#listeners.push(listener);
    return () => {
      const index = this.#listeners.indexOf(listener);
      if (index >= 0) this.#listeners.splice(index, 1);
    };
  }

  /**
   * Resolves with the answer, which carries its errors within. Rejects with a KafkaError only where the store failed
   * or the service is closed. A listener must not wait for it. The queue has no bound of its own: a connection has one request in it at most.
   */
  submit<K extends CommandName>(name: K, command: Commands[K]['command']): Promise<Commands[K]['response']> {
    return new Promise((resolve, reject) => {
      if (this.#ended !== null) return reject(this.#ended);
      const isFirst = this.isNew && this.#queue.length === 0;
      assert(!isFirst || name === 'bootstrap', 'bootstrap is the first command of a new cluster');
      this.#queue.push({
        decide: () =>
          this.#controller.handle(name, name === 'bootstrap' ? { ...command, adopted: this.#adopted } : command),
        resolve: (response) => resolve(response as Commands[K]['response']),
        reject,
      });
      this.#running ??= this.#run();
    });
  }

  /** Resolves when all that the image has is acted upon: logs are open, configs are taken. */
  async whenSettled(): Promise<void> {
    while (this.#notifying !== null) await this.#notifying;
  }

  /** Finishes what was submitted and lets go of the store. */
  async close(): Promise<void> {
    this.#ended ??= new KafkaError('BROKER_NOT_AVAILABLE', 'the broker is shutting down', { retriable: true });
    await this.#running;
    await this.#store.close();
  }

  async #load(rewriteFromDeadRecords: number): Promise<void> {
    const images = [this.#controller.image, this.#image];
    let count = 0;
    const { adopted } = await this.#store.load((record, offset) => {
      for (const image of images) {
        if (count === 0) image.seek(offset);
        image.replay(record);
      }
      count++;
    });
    this.#adopted = adopted;
    const deadCount = count - imageRecordCount(this.#image);
    if (deadCount < Math.max(rewriteFromDeadRecords, count - deadCount)) return;
    const live = imageRecords(this.#image);
    this.#logger.info('rewriting the cluster metadata', { records: count, remaining: live.length });
    await this.#store.replaceAll(live);
    for (const image of images) image.seek(image.nextOffset + live.length);
  }

  async #run(): Promise<void> {
    // What was submitted in one turn of the loop, and while the last append was under way, goes together.
    await new Promise<void>((resolve) => this.#env.scheduler.endOfTurn(resolve));
    while (this.#queue.length > 0) {
      const group = this.#queue;
      this.#queue = [];
      const decided = group.map((pending) => this.#decide(pending));
      try {
        const records = decided.flatMap((command) => command.records);
        if (records.length > 0) await this.#store.append(records);
      } catch (error) {
        this.#fail(error, [...group, ...this.#queue]);
        break;
      }
      await this.#publish(decided);
    }
    this.#running = null;
  }

  #decide(pending: Pending): Decided {
    const { records, response } = pending.decide();
    for (const record of records) this.#controller.replay(record);
    return { records, response, pending };
  }

  /** The controller's image has what was never stored: nothing can be decided over it any more. */
  #fail(error: unknown, pending: readonly Pending[]): void {
    this.#ended = new KafkaError('NOT_CONTROLLER', 'the cluster metadata could not be stored', {
      retriable: true,
      cause: error,
    });
    this.#logger.error('the cluster metadata could not be stored', { error: String(error) });
    this.#queue = [];
    for (const { reject } of pending) reject(this.#ended);
  }

  async #publish(decided: readonly Decided[]): Promise<void> {
    let from = 0;
    while (from < decided.length) {
      const to = endOfRun(decided, from);
      const run = decided.slice(from, to);
      const delta = new MetadataDelta();
      for (const { records } of run) for (const record of records) this.#image.replay(record, delta);
      if (!delta.isEmpty) {
        this.#notifying = this.#notify(delta);
        await this.#notifying;
        this.#notifying = null;
      }
      for (const { pending, response } of run) pending.resolve(response);
      from = to;
    }
  }

  async #notify(delta: MetadataDelta): Promise<void> {
    for (const listener of this.#listeners) {
      try {
        await listener(delta, this.#image);
      } catch (error) {
        this.#env.halt('a change of the metadata could not be acted upon', error);
      }
    }
  }
}

/**
 * Commands whose changes listeners may see as one. A deletion stands alone: merged with a creation of the same name,
 * before or behind it, the delta would not tell which came first.
 */
function endOfRun(decided: readonly Decided[], from: number): number {
  if (deletes(decided[from]!)) return from + 1;
  let to = from + 1;
  while (to < decided.length && !deletes(decided[to]!)) to++;
  return to;
}

function deletes({ records }: Decided): boolean {
  return records.some(({ type }) => type === 'RemoveTopicRecord');
}
