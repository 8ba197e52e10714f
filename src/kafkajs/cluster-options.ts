/** What all clients of one Kafka object share, and the client's options that follow from it. */
import { Admin, type AdminOptions, type SaslOptions, type TlsOptions } from '#client';
import type { Env, Logger as KernelLogger } from '#kernel';
import { afterRetries } from './error-conversion.ts';
import { KafkaJSConnectionError, KafkaJSNonRetriableError } from './errors.ts';
import type { KafkaConfig, RetryOptions } from './kafka-config.ts';
import { clientLogger, type Logger } from './logger.ts';
import { KafkaJSNotImplemented } from './plain-errors.ts';
import type { Offsets } from './producer-types.ts';
import { retryBudget, type RetryBudget } from './retry-budget.ts';
import type { OffsetsSentListener } from './run-context.ts';
import { saslOf, tlsOf } from './security-options.ts';

export interface CommonOptions {
  readonly env: Env;
  readonly logger: KernelLogger;
  readonly bootstrapServers: string[];
  readonly clientId: string;
  readonly tls: TlsOptions | undefined;
  readonly sasl: SaslOptions | undefined;
  readonly requestTimeoutMs: number;
  readonly socketConnectionSetupTimeoutMs: number;
  readonly retryBackoffMs?: number;
  readonly retryBackoffMaxMs?: number;
  readonly metadataMaxAgeMs?: number;
}

const DEFAULT_CONNECTION_TIMEOUT_MS = 1000;
const DEFAULT_REQUEST_TIMEOUT_MS = 30_000;

export class ClusterOptions {
  readonly env: Env;
  readonly logger: Logger;
  readonly retry: RetryOptions | undefined;
  readonly requestTimeoutMs: number;
  readonly connectionTimeoutMs: number;
  readonly #config: KafkaConfig;
  readonly #tls: TlsOptions | undefined;
  readonly #sasl: SaslOptions | undefined;
  readonly #offsetsSent = new Set<OffsetsSentListener>();

  /** Throws KafkaJSNotImplemented for what is refused. */
  constructor(config: KafkaConfig, world: { readonly env: Env; readonly logger: Logger }) {
    if (config.socketFactory !== undefined) {
      throw new KafkaJSNotImplemented(
        'socketFactory is not taken: connections are made by the Env, see docs/kafkajs.md',
      );
    }
    this.#config = config;
    this.env = world.env;
    this.logger = world.logger;
    this.retry = config.retry;
    this.requestTimeoutMs = config.requestTimeout ?? DEFAULT_REQUEST_TIMEOUT_MS;
    this.connectionTimeoutMs = config.connectionTimeout ?? DEFAULT_CONNECTION_TIMEOUT_MS;
    this.#tls = tlsOf(config.ssl);
    this.#sasl = saslOf(config.sasl);
  }

  /** Asks `brokers` where it is a function. */
  async common(options: {
    readonly logger: Logger;
    readonly metadataMaxAge?: number | undefined;
  }): Promise<CommonOptions> {
    const { retry, clientId = 'kafkajs' } = this.#config;
    const { logger, metadataMaxAge } = options;
    return {
      env: this.env,
      logger: clientLogger(logger),
      bootstrapServers: await this.#brokers(),
      clientId,
      tls: this.#tls,
      sasl: this.#sasl,
      requestTimeoutMs: this.requestTimeoutMs,
      socketConnectionSetupTimeoutMs: this.connectionTimeoutMs,
      ...(retry?.initialRetryTime === undefined ? {} : { retryBackoffMs: retry.initialRetryTime }),
      ...(retry?.maxRetryTime === undefined ? {} : { retryBackoffMaxMs: retry.maxRetryTime }),
      ...(metadataMaxAge === undefined ? {} : { metadataMaxAgeMs: metadataMaxAge }),
    };
  }

  /** What transactions commit, consumers of the same Kafka object need not commit again. */
  onOffsetsSent(listener: OffsetsSentListener): () => void {
    this.#offsetsSent.add(listener);
    return () => void this.#offsetsSent.delete(listener);
  }

  offsetsSent(groupId: string, offsets: Offsets): void {
    for (const listener of this.#offsetsSent) listener(groupId, offsets);
  }

  budget(retry: RetryOptions | undefined): RetryBudget {
    return retryBudget(this.retry, retry);
  }

  /** An Admin that has reached the cluster. Rejects once the retries' time is over. */
  async connect(logger: Logger, budget: RetryBudget): Promise<Admin> {
    const timeoutMs = budget.totalMs(this.connectionTimeoutMs);
    const options: AdminOptions = { ...(await this.common({ logger })), defaultApiTimeoutMs: timeoutMs };
    const admin = new Admin(options);
    try {
      await admin.describeCluster();
      return admin;
    } catch (error) {
      await admin.close();
      throw afterRetries(error, { retryCount: budget.retries, retryTime: budget.waitMs });
    }
  }

  async #brokers(): Promise<string[]> {
    const { brokers } = this.#config;
    const list: unknown = typeof brokers === 'function' ? await this.#ask(brokers) : brokers;
    if (!Array.isArray(list) || list.length === 0 || list.some((one) => typeof one !== 'string' || one === '')) {
      throw new KafkaJSNonRetriableError(
        'Failed to connect: "brokers" must be an array of host:port, or a function that gives one, and not be empty',
      );
    }
    return list as string[];
  }

  async #ask(brokers: () => string[] | Promise<string[]>): Promise<string[]> {
    try {
      return await brokers();
    } catch (error) {
      const { message } = error instanceof Error ? error : new Error(String(error));
      throw new KafkaJSConnectionError(`Failed to connect: the function "brokers" threw: ${message}`, { cause: error });
    }
  }
}
