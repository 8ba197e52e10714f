/** The lines of a worker, which the logger of its application writes. */
import type { LogFields, Logger, LogLevel } from '#kernel';

export interface LogLine {
  readonly component: string;
  readonly level: LogLevel;
  readonly message: string;
  readonly fields: LogFields | undefined;
}

const LEVELS: readonly LogLevel[] = ['error', 'warn', 'info', 'debug'];

/** What a logger writes of any component; it decides again, line by line. */
export function wantedLevels(logger: Logger): LogLevel[] {
  const own = (logger.levels?.components() ?? []).map((component) => logger.levels!.level(component));
  const most = Math.max(-1, ...own.map((level) => LEVELS.indexOf(level)));
  return LEVELS.filter((level, index) => index <= most || logger.isEnabled(level));
}

/** Hands on lines of these levels. */
export function forwardingLogger(levels: readonly LogLevel[], post: (line: LogLine) => void): Logger {
  const make = (component: string): Logger => {
    const log =
      (level: LogLevel): Logger['info'] =>
      (message, fields) => {
        if (levels.includes(level)) post({ component, level, message, fields });
      };
    return {
      error: log('error'),
      warn: log('warn'),
      info: log('info'),
      debug: log('debug'),
      isEnabled: (level) => levels.includes(level),
      component: make,
    };
  };
  return make('streams');
}

/** A worker's line, where the application writes its own. */
export function writeLine(logger: Logger, { component, level, message, fields }: LogLine): void {
  const own = logger.component(component);
  if (own.isEnabled(level)) own[level](message, fields);
}
