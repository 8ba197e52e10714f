/**
 * kafkajs's logger: levels, namespaces and a `logCreator` that gets one entry a line. Without a `logCreator` lines go to
 * the logger of the Env, which writes to standard error.
 */
import type { Env, LogFields, Logger as KernelLogger, LogLevel } from '#kernel';
import { logLevel } from './constants.ts';

export interface LoggerEntryContent {
  /** ISO 8601. */
  readonly timestamp: string;
  readonly message: string;
  // What a line carries besides is anything that whoever logs it gives.
  [key: string]: unknown;
}

export interface LogEntry {
  readonly namespace: string;
  readonly level: logLevel;
  /** `ERROR`, `WARN`, `INFO` or `DEBUG`. */
  readonly label: string;
  readonly log: LoggerEntryContent;
}

export type logCreator = (level: logLevel) => (entry: LogEntry) => void;

export interface Logger {
  info: (message: string, extra?: object) => void;
  error: (message: string, extra?: object) => void;
  warn: (message: string, extra?: object) => void;
  debug: (message: string, extra?: object) => void;
  namespace: (namespace: string, level?: logLevel) => Logger;
  /** Of this logger and of all namespaces that have no level of their own. */
  setLogLevel: (level: logLevel) => void;
}

export interface LoggerOptions {
  readonly env: Env;
  readonly level: logLevel;
  readonly logCreator: logCreator | undefined;
}

export function createLogger({ env, level, logCreator }: LoggerOptions): Logger {
  let common = level;
  const write = (logCreator ?? envLogCreator(env))(level);

  const of = (namespace: string, own: logLevel | null): Logger => {
    const line =
      (label: Exclude<keyof typeof logLevel, 'NOTHING'>) =>
      (message: string, extra: object = {}): void => {
        if (logLevel[label] > (own ?? common)) return;
        const timestamp = isoTime(env.clock.now());
        write({ namespace, level: logLevel[label], label, log: { timestamp, logger: 'kafkajs', message, ...extra } });
      };
    return {
      info: line('INFO'),
      error: line('ERROR'),
      warn: line('WARN'),
      debug: line('DEBUG'),
      namespace: (name, nameLevel) => of(name, nameLevel ?? null),
      setLogLevel: (next) => {
        common = next;
      },
    };
  };
  return of('', null);
}

const METHODS: ReadonlyMap<number, LogLevel> = new Map([
  [logLevel.ERROR, 'error'],
  [logLevel.WARN, 'warn'],
  [logLevel.INFO, 'info'],
  [logLevel.DEBUG, 'debug'],
]);

function envLogCreator(env: Env): logCreator {
  return () =>
    ({ namespace, level, log }) => {
      const { timestamp: _timestamp, logger: _logger, message, ...extra } = log;
      const logger = namespace === '' ? env.logger : env.logger.component(namespace);
      logger[METHODS.get(level) ?? 'info'](message, fieldsOf(extra));
    };
}

function fieldsOf(extra: Readonly<Record<string, unknown>>): LogFields {
  const entries = Object.entries(extra).map(([name, value]): [string, string | number | boolean] => {
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return [name, value];
    return [name, value instanceof Error ? value.message : (JSON.stringify(value) ?? String(value))];
  });
  return Object.fromEntries(entries);
}

/** What the client under the façade says, through kafkajs's logger. */
export function clientLogger(logger: Logger): KernelLogger {
  return {
    error: (message, fields) => logger.error(message, fields),
    warn: (message, fields) => logger.warn(message, fields),
    info: (message, fields) => logger.debug(message, fields),
    debug: (message, fields) => logger.debug(message, fields),
    isEnabled: () => true,
    component: (name) => clientLogger(logger.namespace(name)),
  };
}

/** Swedes write dates as ISO 8601 does. */
const ISO_TIME = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'UTC',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  fractionalSecondDigits: 3,
});

function isoTime(nowMs: number): string {
  return `${ISO_TIME.format(nowMs).replace(' ', 'T').replace(',', '.')}Z`;
}
