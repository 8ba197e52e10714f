/** `new Kafka(…)`: where kafkajs's applications begin. Nothing connects before a client's `connect`. */
import { AdminFacade } from './admin.ts';
import type { Admin, AdminConfig } from './admin-types.ts';
import { ClusterOptions } from './cluster-options.ts';
import { logLevel } from './constants.ts';
import { ConsumerFacade } from './consumer.ts';
import type { Consumer, ConsumerConfig } from './consumer-types.ts';
import { defaultEnv } from './default-env.ts';
import type { KafkaConfig } from './kafka-config.ts';
import { createLogger, type Logger } from './logger.ts';
import { ProducerFacade } from './producer.ts';
import type { Producer, ProducerConfig } from './producer-types.ts';

export class Kafka {
  readonly #cluster: ClusterOptions;
  readonly #logger: Logger;

  /** Throws KafkaJSNotImplemented for what is refused (docs/kafkajs.md). */
  constructor(config: KafkaConfig) {
    const env = config.env ?? defaultEnv();
    const { logCreator, logLevel: level = logLevel.INFO } = config;
    this.#logger = createLogger({ env, level, logCreator });
    this.#cluster = new ClusterOptions(config, { env, logger: this.#logger });
  }

  producer(config: ProducerConfig = {}): Producer {
    return new ProducerFacade(this.#cluster, config).asProducer();
  }

  /** Throws KafkaJSNonRetriableError without a group id, and for a heartbeat interval that the session does not outlast. */
  consumer(config: ConsumerConfig): Consumer {
    return new ConsumerFacade(this.#cluster, config).asConsumer();
  }

  admin(config: AdminConfig = {}): Admin {
    return new AdminFacade(this.#cluster, config).asAdmin();
  }

  logger(): Logger {
    return this.#logger;
  }
}
