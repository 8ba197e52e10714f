/** From the options of `samsa start` to a broker's config and a logger's options. */
import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { parseBrokerConfig, type BrokerConfigSources, type ParsedBrokerConfig } from '#broker';
import { KafkaError, parseProperties, type LogLevel } from '#kernel';
import type { LoggerOptions } from '#kernel/node';
import { refuseOwnListeners, secureStart, type SecureStart } from './secure/secure-start.ts';
import type { StartOptions } from './start-command.ts';

/**
 * What is set when there is no file: as in the sample file of a Kafka download, the first member of a group does not
 * wait for others.
 */
const WITHOUT_FILE: ReadonlyMap<string, string> = new Map([['group.initial.rebalance.delay.ms', '0']]);

export interface StartConfig extends ParsedBrokerConfig {
  /** With `--secure`. */
  readonly secure: SecureStart | null;
}

/** Throws a KafkaError, or a file system error of the file itself. With `--secure` it makes what is missing on disk. */
export function startConfig(file: string | undefined, options: StartOptions): StartConfig {
  const sources: BrokerConfigSources = {
    file: file === undefined ? { name: 'built-in settings', pairs: WITHOUT_FILE } : readProperties(file),
    environment: process.env,
    options: optionPairs(options),
    hostName: hostname(),
  };
  return options.secure === true ? secured(sources, options) : { ...parseBrokerConfig(sources), secure: null };
}

function secured(sources: BrokerConfigSources, options: StartOptions): StartConfig {
  const { listen, ...others } = options;
  const own = optionPairs(others);
  const { config } = parseBrokerConfig({ ...sources, options: own });
  refuseOwnListeners(config.staticTexts);
  const address = listen === undefined ? undefined : listenAddress(listen);
  const secure = secureStart({ dataDirectory: config.logDirs[0]!, address });
  return { ...parseBrokerConfig({ ...sources, options: new Map([...secure.configs, ...own]) }), secure };
}

function readProperties(file: string): { name: string; pairs: ReadonlyMap<string, string> } {
  try {
    return { name: file, pairs: parseProperties(readFileSync(file, 'utf8')) };
  } catch (error) {
    if (error instanceof KafkaError) throw new KafkaError(error.code, `${file}: ${error.message}`, { cause: error });
    throw error;
  }
}

/** `-o` is the strongest: it is what someone typed for just this key. */
function optionPairs({ option, data, listen, insecure }: StartOptions): ReadonlyMap<string, string> {
  const pairs = new Map<string, string>();
  if (data !== undefined) pairs.set('log.dirs', data);
  if (listen !== undefined) {
    pairs.set('listeners', `PLAINTEXT://${listenAddress(listen)}`);
  }
  if (insecure === true) pairs.set('samsa.insecure', 'true');
  return new Map([...pairs, ...(option ?? [])]);
}

/** A port alone is one on localhost. */
function listenAddress(listen: string): string {
  if (/^\d{1,5}$/.test(listen)) return `localhost:${listen}`;
  if (/^(?:\[[^\]]+\]|[^:[\]]*):\d{1,5}$/.test(listen)) return listen;
  throw new KafkaError(
    'INVALID_CONFIG',
    `--listen ${listen} is not of the form host:port, for instance localhost:9092 or [::1]:9092`,
  );
}

const LEVELS: ReadonlySet<string> = new Set<LogLevel>(['error', 'warn', 'info', 'debug']);

/** `info,network=debug` → the level of all and those of single components. */
export function loggerOptions({ logLevel, logFormat }: Pick<StartOptions, 'logLevel' | 'logFormat'>): LoggerOptions {
  const components: Record<string, LogLevel> = Object.create(null);
  let level: LogLevel = 'info';
  for (const item of logLevel.split(',')) {
    const [left = '', right] = item.split('=').map((part) => part.trim());
    const given = right ?? left;
    if (!isLevel(given)) {
      throw new KafkaError(
        'INVALID_CONFIG',
        `--log-level ${item}: ${given || 'nothing'} is no level, there are ${[...LEVELS].join(', ')}`,
      );
    }
    if (right === undefined) level = given;
    else components[left] = given;
  }
  return { level, components, format: logFormat };
}

function isLevel(text: string): text is LogLevel {
  return LEVELS.has(text);
}
