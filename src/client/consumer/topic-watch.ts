/**
 * Keeps what is known of the topics that are read, and tells what stands in the way: topics that may not be read, that do
 * not exist, a cluster that cannot be reached.
 *
 * Invariant: while partitions are assigned whose topics are not known, somebody is asking for them.
 */
import type { Env, Timer } from '#kernel';
import type { Cluster } from '../cluster/cluster.ts';
import { asClientError, type ClientError, errorFor } from '../errors.ts';
import type { Assignment } from './assignment.ts';
import type { Trouble } from './trouble.ts';

export interface TopicWatchDependencies {
  readonly env: Env;
  readonly cluster: Cluster;
  readonly assignment: Assignment;
  readonly trouble: Trouble;
  readonly timeoutMs: number;
  readonly retryMs: number;
  /** A topic that cannot be read, for a reason that the application has to know. */
  onTopicError(topic: string, error: ClientError): void;
  onKnown(): void;
  onFatal(error: ClientError): void;
}

const WHAT = 'metadata';

export class TopicWatch {
  readonly #dependencies: TopicWatchDependencies;
  readonly #abort = new AbortController();
  readonly #stop: () => void;
  #isAsking = false;
  #timer: Timer | null = null;

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
    this.#reportTopics();
    this.#dependencies.onKnown();
  }

  #reportTopics(): void {
    const { cluster, assignment, onTopicError } = this.#dependencies;
    for (const topic of assignment.topics()) {
      const entry = cluster.metadata.topic(topic)?.error;
      if (entry === undefined || entry === null || entry.retriable) continue;
      onTopicError(
        topic,
        errorFor(entry, `topic ${topic} cannot be read: ${entry.message}`, { topic, retriable: false }),
      );
    }
  }
}
