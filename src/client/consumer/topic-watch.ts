/**
 * Keeps what is known of the topics that are read, and tells what stands in the way: topics that may not be read, that do
 * not exist, a cluster that cannot be reached.
 *
 * Invariant: while partitions are assigned whose topics are not known, somebody is asking for them.
 */
import type { Env, Logger, Timer } from '#kernel';
import type { Cluster } from '../cluster/cluster.ts';
import { asClientError, type ClientError, errorFor } from '../errors.ts';
import type { Assignment } from './assignment.ts';
import type { Trouble } from './trouble.ts';

export interface TopicWatchDependencies {
  readonly env: Env;
  readonly logger: Logger;
  readonly cluster: Cluster;
  readonly assignment: Assignment;
  readonly trouble: Trouble;
  readonly timeoutMs: number;
  readonly retryMs: number;
  /** The topics that the application has named to its group. */
  subscribed(): readonly string[];
  /** A topic that cannot be read, for a reason that the application has to know. */
  onTopicError(topic: string, error: ClientError): void;
  onKnown(): void;
  onFatal(error: ClientError): void;
}

const WHAT = 'metadata';
const MISSING = 'subscription';

export class TopicWatch {
  readonly #dependencies: TopicWatchDependencies;
  readonly #abort = new AbortController();
  readonly #stop: () => void;
  #isAsking = false;
  #timer: Timer | null = null;
  /** The topic that was said to be missing. */
  #missing: string | null = null;

  constructor(dependencies: TopicWatchDependencies) {
    this.#dependencies = dependencies;
    this.#stop = dependencies.cluster.metadata.onChange(() => this.#onMetadata());
  }

  /** The assignment has changed. `isAlone`: no group says which topics are to be kept fresh. */
  update({ isAlone }: { readonly isAlone: boolean }): void {
    const { cluster, assignment } = this.#dependencies;
    if (isAlone) cluster.metadata.watch(assignment.topics());
    this.ask();
  }

  /** Asks for the topics that are not known. */
  ask(): void {
    if (this.#isAsking || this.#abort.signal.aborted) return;
    this.#isAsking = true;
    this.#timer?.cancel();
    void this.#ask();
  }

  close(): void {
    this.#stop();
    this.#timer?.cancel();
    this.#abort.abort(errorFor('CLIENT_CLOSED'));
  }

  async #ask(): Promise<void> {
    const { cluster, assignment, timeoutMs, trouble, onKnown, onFatal } = this.#dependencies;
    const topics = [...assignment.topics()];
    try {
      await cluster.metadata.ensure(topics, { timeoutMs, signal: this.#abort.signal });
      trouble.clear(WHAT);
      this.#isAsking = false;
      const isDifferent = [...assignment.topics()].some((topic) => !topics.includes(topic));
      if (isDifferent) this.ask();
      this.#reportTopics();
      onKnown();
    } catch (thrown) {
      this.#isAsking = false;
      const error = asClientError(thrown);
      if (this.#abort.signal.aborted) return;
      if (!error.retriable) return onFatal(error);
      trouble.report(WHAT, error);
      this.#timer = this.#dependencies.env.scheduler.after(this.#dependencies.retryMs, () => this.ask(), {
        keepAlive: true,
      });
    }
  }

  #onMetadata(): void {
    this.#reportMissing();
    this.#reportTopics();
    this.#dependencies.onKnown();
  }

  /** A group gives nobody partitions of a topic that is not there: without this a name that is misspelt would only be silent. */
  #reportMissing(): void {
    const { cluster, subscribed, trouble, logger } = this.#dependencies;
    const isMissing = (name: string): boolean =>
      cluster.metadata.topic(name)?.error?.name === 'UNKNOWN_TOPIC_OR_PARTITION';
    const topic = subscribed().find(isMissing) ?? null;
    if (topic === null) trouble.clear(MISSING);
    if (topic !== null) {
      const message = `Topic ${topic} does not exist: check its name, or create it, and it is read from then on`;
      if (topic !== this.#missing) logger.warn(message, { topic });
      trouble.report(MISSING, errorFor('UNKNOWN_TOPIC_OR_PARTITION', message, { topic }));
    }
    this.#missing = topic;
  }

  #reportTopics(): void {
    const { cluster, assignment, onTopicError, subscribed } = this.#dependencies;
    for (const topic of new Set([...assignment.topics(), ...subscribed()])) {
      const entry = cluster.metadata.topic(topic)?.error;
      if (entry === undefined || entry === null || entry.retriable) continue;
      onTopicError(
        topic,
        errorFor(entry, `topic ${topic} cannot be read: ${entry.message}`, { topic, retriable: false }),
      );
    }
  }
}
