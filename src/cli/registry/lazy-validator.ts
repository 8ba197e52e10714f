/**
 * What a broker holds its records to their schemas with, before there is a registry: the broker starts first, as the registry
 * is a client of it, and the registry is loaded when the first record comes whose topic asks for a schema.
 *
 * Invariant: a record that comes too early waits; one that cannot be judged now is tried again by its producer.
 */
import type { SchemaCheckedPart, SchemaValidator } from '#broker';
import { KafkaError } from '#kernel';
import type { RegistryService } from './registry-service.ts';

/** The registry, from when on there is one. */
export interface LoadableRegistry {
  /** Called when it is needed. */
  load(): Promise<Pick<RegistryService, 'check'>>;
  close(): Promise<void>;
}

export class LazyValidator implements SchemaValidator {
  readonly #opened = Promise.withResolvers<LoadableRegistry>();
  #service: Pick<RegistryService, 'check'> | null = null;
  #isOpened = false;

  opened(registry: LoadableRegistry): void {
    this.#isOpened = true;
    this.#opened.resolve(registry);
  }

  check(part: SchemaCheckedPart): string | null | Promise<void> {
    return this.#service === null ? this.#load() : this.#service.check(part);
  }

  async #load(): Promise<void> {
    try {
      const registry = await this.#opened.promise;
      this.#service = await registry.load();
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      const message = `The registry could not be loaded: ${reason}`;
      throw new KafkaError('SCHEMA_REGISTRY_UNAVAILABLE', message, { retriable: true, cause });
    }
  }

  /** Closes the registry, where that was opened; it may be closed already. */
  async close(): Promise<void> {
    if (this.#isOpened) await (await this.#opened.promise).close();
  }
}
