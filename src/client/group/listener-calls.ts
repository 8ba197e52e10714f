/** Calls of a group's listener: never with nothing to revoke or lose, and a listener that fails does not stop the member. */
import type { Logger } from '#kernel';
import { asClientError, type ClientError } from '../errors.ts';
import type { TopicPartition } from '../assignors/group-members.ts';
import type { GroupListener } from './group-membership.ts';

export class ListenerCalls {
  readonly #listener: GroupListener;
  readonly #logger: Logger;

  constructor(listener: GroupListener, logger: Logger) {
    this.#listener = listener;
    this.#logger = logger;
  }

  ownedPartitions(): readonly TopicPartition[] {
    return this.#listener.ownedPartitions();
  }

  async revoke(partitions: readonly TopicPartition[]): Promise<void> {
    if (partitions.length > 0) await this.#guard(() => this.#listener.onPartitionsRevoked(partitions));
  }

  async lose(partitions: readonly TopicPartition[], cause: ClientError): Promise<void> {
    if (partitions.length > 0) await this.#guard(() => this.#listener.onPartitionsLost(partitions, cause));
  }

  async assign(partitions: readonly TopicPartition[]): Promise<void> {
    await this.#guard(() => this.#listener.onPartitionsAssigned(partitions));
  }

  error(error: ClientError): void {
    this.#logger.error(error.message);
    this.#listener.onError?.(error);
  }

  fatal(error: ClientError): void {
    this.#listener.onFatal(error);
  }

  async #guard(call: () => Promise<void>): Promise<void> {
    try {
      await call();
    } catch (error) {
      this.error(asClientError(error));
    }
  }
}
