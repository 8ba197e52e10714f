/** One line an event: a sentence and its fields. Human on a terminal, JSON otherwise; levels by component. */
export interface Logger {
  error(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  debug(message: string, fields?: LogFields): void;
  isEnabled(level: LogLevel): boolean;
  /** What the levels are and how they change while the process runs; absent where they are fixed. */
  readonly levels?: LogLevels;
  /** A logger whose lines carry the component's name, e.g. `log`, `group-coordinator`. */
  component(name: string): Logger;
}

/** Levels by component; `null` stands for the level of all components that have none of their own. */
export interface LogLevels {
  /** All that have a logger so far, sorted. */
  components(): readonly string[];
  level(component: string | null): LogLevel;
  /** A level of null takes back what was set; the one for all goes back to what it was at the start. */
  set(component: string | null, level: LogLevel | null): void;
}

export type LogLevel = 'error' | 'warn' | 'info' | 'debug';
export type LogFields = Readonly<Record<string, string | number | boolean | undefined>>;
