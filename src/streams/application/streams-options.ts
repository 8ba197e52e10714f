/** What an application is started with, and what follows from it. */
import {
  COMMON_CODE_OPTIONS,
  type CommonClientOptions,
  type CommonCodeOptions,
  commonDefinitions,
  type ConsumerOptions,
  errorFor,
  type OptionsOf,
  parseOptions,
  type ProducerOptions,
} from '#client';
import { camelCase } from '#kernel';
import type { RestoreProgress } from '../thread/restorer.ts';
import { type StreamsConfig, streamsConfigs, type StreamsDefinitions } from './streams-configs.ts';

/**
 * What becomes of an error that ends a thread: another thread takes its place, this instance ends, or all instances of the
 * application do (KIP-671).
 */
export type UncaughtErrorResponse = 'replace-thread' | 'shutdown-client' | 'shutdown-application';

/** Options that are no configs. */
export interface StreamsCodeOptions extends CommonCodeOptions {
  /** Told to the group with each member (KIP-708). */
  readonly clientTags?: Readonly<Record<string, string>> | undefined;
  /** Of the consumer that feeds the tasks, beyond what the application's configs say. */
  readonly consumer?: Partial<ConsumerOptions> | undefined;
  /** Of the consumer that restores stores. */
  readonly restoreConsumer?: Partial<ConsumerOptions> | undefined;
  /** Of the consumer that fills global tables. */
  readonly globalConsumer?: Partial<ConsumerOptions> | undefined;
  readonly producer?: Partial<ProducerOptions> | undefined;
  /** An error that ends a thread; `shutdown-client` where absent. */
  readonly onUncaughtError?: ((error: unknown) => UncaughtErrorResponse) | undefined;
  /** How the restoration of stores gets on, batch by batch. */
  readonly onRestore?: ((progress: RestoreProgress) => void) | undefined;
}

/** Kafka's configs in camel case (`streamsConfigs`), and what is not a text. */
export type StreamsOptions = OptionsOf<StreamsDefinitions> & StreamsCodeOptions;

export interface ParsedStreamsOptions {
  readonly config: StreamsConfig;
  /** What all of its clients are opened with. */
  readonly common: CommonClientOptions;
  readonly code: StreamsCodeOptions;
}

const CODE_OPTIONS: readonly string[] = [
  ...COMMON_CODE_OPTIONS,
  'clientTags',
  'consumer',
  'restoreConsumer',
  'globalConsumer',
  'producer',
  'onUncaughtError',
  'onRestore',
];

/** Throws INVALID_CONFIG for what is unknown or wrong. */
export function parseStreamsOptions(options: StreamsOptions): ParsedStreamsOptions {
  const config = parseOptions('streams', streamsConfigs, CODE_OPTIONS, options);
  if (config.bootstrapServers.length === 0) {
    throw errorFor(
      'INVALID_CONFIG',
      "A streams application needs bootstrapServers: { bootstrapServers: 'localhost:9092' }",
    );
  }
  for (const name of ['consumer', 'restoreConsumer', 'globalConsumer'] as const) {
    if (options[name]?.reuseFetchBuffers !== true) continue;
    const why = 'records wait in queues until their turn, longer than memory that is used again would keep them';
    throw errorFor('INVALID_CONFIG', `${name}.reuseFetchBuffers cannot be true: ${why}`);
  }
  const common = new Set([...Object.keys(commonDefinitions).map(camelCase), ...COMMON_CODE_OPTIONS]);
  const given = Object.entries(options).filter(([name, value]) => common.has(name) && value !== undefined);
  return { config, code: options, common: { ...Object.fromEntries(given), bootstrapServers: config.bootstrapServers } };
}
