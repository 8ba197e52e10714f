/**
 * Log lines to a stream, standard error when none is given. Whatever a client sent may stand in a message or a field,
 * so a line never holds a line break, a control character or a change of writing direction, and no text of more than
 * 2,000 characters: nobody can forge a line, drive the terminal or fill the disk with one request.
 */
import type { Clock } from '../clock.ts';
import type { LogFields, Logger, LogLevel, LogLevels } from '../logger.ts';

export interface LoggerOptions {
  /** `info` when absent. */
  readonly level?: LogLevel;
  /** Levels of single components, by their names; what is absent goes by `level`. */
  readonly components?: Readonly<Record<string, LogLevel>>;
  /** `human` for people, `json` for machines; `auto` (when absent): human on a terminal, JSON otherwise. */
  readonly format?: 'human' | 'json' | 'auto';
  readonly stream?: LogStream;
}

export interface LogStream {
  write(text: string): unknown;
  readonly isTTY?: boolean;
}

const LEVELS: Readonly<Record<LogLevel, number>> = { error: 0, warn: 1, info: 2, debug: 3 };
const MAX_TEXT_LENGTH = 2000;
/** Control and format characters (line breaks, terminal sequences, bidirectional marks), separators, lone surrogates. */
const UNSAFE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;
const RESERVED: ReadonlySet<string> = new Set(['time', 'level', 'component', 'message']);

export function createLogger(clock: Clock, options: LoggerOptions = {}): Logger {
  const stream = options.stream ?? process.stderr;
  const format = options.format ?? 'auto';
  const isHuman = format === 'human' || (format === 'auto' && stream.isTTY === true);
  const write = (line: Line): void => {
    stream.write(isHuman ? humanLine(line) : jsonLine(line));
  };
  return new StreamLogger({ clock, levels: new StreamLogLevels(options), write }, null);
}

class StreamLogLevels implements LogLevels {
  readonly #initial: LogLevel;
  readonly #known = new Set<string>();
  readonly #own: Map<string, LogLevel>;
  #all: LogLevel;

  constructor({ level = 'info', components = {} }: LoggerOptions) {
    this.#initial = level;
    this.#all = level;
    this.#own = new Map(Object.entries(components));
  }

  know(component: string): void {
    this.#known.add(component);
  }

  components(): readonly string[] {
    return [...this.#known].toSorted();
  }

  level(component: string | null): LogLevel {
    return (component === null ? undefined : this.#own.get(component)) ?? this.#all;
  }

  set(component: string | null, level: LogLevel | null): void {
    if (component === null) this.#all = level ?? this.#initial;
    else if (level === null) this.#own.delete(component);
    else this.#own.set(component, level);
  }
}

interface Line {
  readonly timeMs: number;
  readonly level: LogLevel;
  readonly component: string | null;
  readonly message: string;
  readonly fields: LogFields;
}

interface Output {
  readonly clock: Clock;
  readonly levels: StreamLogLevels;
  readonly write: (line: Line) => void;
}

class StreamLogger implements Logger {
  readonly #output: Output;
  readonly #component: string | null;

  constructor(output: Output, component: string | null) {
    this.#output = output;
    this.#component = component;
    if (component !== null) output.levels.know(component);
  }

  get levels(): LogLevels {
    return this.#output.levels;
  }

  error(message: string, fields: LogFields = {}): void {
    this.#log('error', message, fields);
  }

  warn(message: string, fields: LogFields = {}): void {
    this.#log('warn', message, fields);
  }

  info(message: string, fields: LogFields = {}): void {
    this.#log('info', message, fields);
  }

  debug(message: string, fields: LogFields = {}): void {
    this.#log('debug', message, fields);
  }

  isEnabled(level: LogLevel): boolean {
    return LEVELS[level] <= LEVELS[this.#output.levels.level(this.#component)];
  }

  component(name: string): Logger {
    return new StreamLogger(this.#output, name);
  }

  #log(level: LogLevel, message: string, fields: LogFields): void {
    if (!this.isEnabled(level)) return;
    const timeMs = this.#output.clock.now();
    this.#output.write({ timeMs, level, component: this.#component, message, fields });
  }
}

/** `2026-11-25 15:54:01.123 INFO  [log] Recovered a segment topic=orders bytes=12`, time in UTC. */
function humanLine(line: Line): string {
  const time = new Date(line.timeMs).toISOString().replace('T', ' ').replace('Z', '');
  const component = line.component === null ? '' : ` [${line.component}]`;
  let text = `${time} ${line.level.toUpperCase().padEnd(5)}${component} ${safe(line.message)}`;
  for (const [name, value] of Object.entries(line.fields)) {
    if (value !== undefined) text += ` ${name}=${typeof value === 'string' ? quoted(value) : value}`;
  }
  return `${text}\n`;
}

function quoted(value: string): string {
  return /^[^\s"=\\]+$/.test(value) && value.search(UNSAFE) < 0
    ? shortened(value)
    : safe(JSON.stringify(shortened(value)));
}

function jsonLine(line: Line): string {
  const object: Record<string, string | number | boolean> = {
    time: new Date(line.timeMs).toISOString(),
    level: line.level,
  };
  if (line.component !== null) object['component'] = line.component;
  object['message'] = shortened(line.message);
  for (const [name, value] of Object.entries(line.fields)) {
    if (value === undefined) continue;
    object[RESERVED.has(name) ? `${name}_` : name] = typeof value === 'string' ? shortened(value) : value;
  }
  return `${escapeUnsafe(JSON.stringify(object))}\n`;
}

function safe(text: string): string {
  return escapeUnsafe(shortened(text));
}

/** `\u001b` for what must not reach a terminal, in JSON an escape with the same meaning. */
function escapeUnsafe(text: string): string {
  return text.replaceAll(UNSAFE, (character) => {
    let escaped = '';
    for (let index = 0; index < character.length; index++) {
      escaped += `\\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`;
    }
    return escaped;
  });
}

function shortened(text: string): string {
  if (text.length <= MAX_TEXT_LENGTH) return text;
  return `${text.slice(0, MAX_TEXT_LENGTH)}… (${text.length - MAX_TEXT_LENGTH} more characters)`;
}
