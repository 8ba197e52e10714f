/**
 * Source topics that are not there: a thread waits for them for two heartbeats, so that the coordinator has been asked again
 * since, and then fails by their names, as Kafka Streams does (MissingSourceTopicException). What becomes of it then says the
 * application's answer to errors: a thread that is replaced waits again.
 */
import { type Env, KafkaError, type Timer } from '#kernel';

export interface MissingSourcesOptions {
  readonly env: Env;
  readonly applicationId: string;
  /** Milliseconds, as the group last said. */
  heartbeatIntervalMs(): number;
  onMissing(error: KafkaError): void;
}

const HEARTBEATS = 2;

export class MissingSources {
  readonly #options: MissingSourcesOptions;
  #timer: Timer | null = null;
  #detail = '';

  constructor(options: MissingSourcesOptions) {
    this.#options = options;
  }

  /** `detail`: in the group's words, with the names of the topics; null where none is missing. */
  told(detail: string | null): void {
    if (detail === null) {
      this.close();
      return;
    }
    this.#detail = detail;
    if (this.#timer !== null) return;
    const waitMs = HEARTBEATS * this.#options.heartbeatIntervalMs();
    this.#timer = this.#options.env.scheduler.after(waitMs, () => this.#fail(waitMs), { keepAlive: true });
  }

  close(): void {
    this.#timer?.cancel();
    this.#timer = null;
  }

  #fail(waitMs: number): void {
    const { applicationId, onMissing } = this.#options;
    const what = `Source topics of ${applicationId} are missing, and did not come within ${waitMs} ms: ${this.#detail}`;
    const remedy = `Make them before the application starts, or answer onUncaughtError with 'replace-thread' to go on waiting`;
    // Kafka's words end with a full stop of their own.
    onMissing(new KafkaError('MISSING_SOURCE_TOPICS', `${what.replace(/\.$/, '')}. ${remedy}.`));
  }
}
