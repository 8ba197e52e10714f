/**
 * One config value between text and number, by the rules of Kafka's ConfigDef: surrounding spaces do not count, `true`
 * and `false` in any case, numbers as Java reads them (decimal, no units), lists split at commas. What `formatConfig`
 * prints, `parseConfig` reads back to the same value.
 */
import type { ConfigDefinition, ConfigValue, ListConfig, NumberConfig, TextConfig } from './config-definition.ts';

/** Java's Long.MAX_VALUE as Samsa holds it: the nearest double, 2^63. */
export const LONG_MAX: number = 2 ** 63;

const INTEGER_LIMITS = {
  short: { min: -(2 ** 15), max: 2 ** 15 - 1 },
  int: { min: -(2 ** 31), max: 2 ** 31 - 1 },
} as const;
const LONG_MIN_TEXT = -(2n ** 63n);
const LONG_MAX_TEXT = 2n ** 63n - 1n;

export type ParsedConfig = { readonly value: ConfigValue } | { readonly message: string };

/** The value that `text` stands for, or a sentence in Kafka's form about what is wrong with it. */
export function parseConfig(key: string, definition: ConfigDefinition, text: string): ParsedConfig {
  const trimmed = text.trim();
  const parsed = parseByType(definition, trimmed);
  if ('problem' in parsed) return { message: invalid(key, definition, text, parsed.problem) };
  const problem = checkRange(definition, parsed.value);
  if (problem !== null) return { message: invalid(key, definition, text, problem) };
  return { value: parsed.value };
}

/** The text of a value, as DescribeConfigs shows it. */
export function formatConfig(definition: ConfigDefinition, value: ConfigValue): string | null {
  if (value === null) return null;
  if (typeof value === 'object') return value.join(',');
  if (typeof value !== 'number') return String(value);
  if (definition.type === 'double') return formatDouble(value);
  return formatLong(value);
}

function invalid(key: string, definition: ConfigDefinition, text: string, problem: string): string {
  const shown = isSensitive(definition) ? '[hidden]' : text;
  return `Invalid value ${shown} for configuration ${key}: ${problem}`;
}

/** Whether values of this config must not be shown to anybody. */
export function isSensitive(definition: ConfigDefinition): boolean {
  return definition.type === 'password' || definition.sensitive === true;
}

function parseByType(definition: ConfigDefinition, text: string): { value: ConfigValue } | { problem: string } {
  switch (definition.type) {
    case 'boolean':
      return parseBoolean(text);
    case 'int':
    case 'short':
    case 'long':
      return parseInteger(definition.type, text);
    case 'double':
      return parseDouble(text);
    case 'list':
      return { value: text === '' ? [] : text.split(/\s*,\s*/) };
    default:
      return { value: text };
  }
}

function parseBoolean(text: string): { value: boolean } | { problem: string } {
  const lower = text.toLowerCase();
  if (lower === 'true' || lower === 'false') return { value: lower === 'true' };
  return { problem: 'Expected value to be either true or false' };
}

function parseInteger(type: 'int' | 'short' | 'long', text: string): { value: number } | { problem: string } {
  const problem = `Not a number of type ${type.toUpperCase()}`;
  if (!/^[+-]?\d{1,40}$/.test(text)) return { problem };
  if (type === 'long') {
    const exact = BigInt(text.startsWith('+') ? text.slice(1) : text);
    return exact < LONG_MIN_TEXT || exact > LONG_MAX_TEXT ? { problem } : { value: Number(exact) };
  }
  const value = Number(text);
  const { min, max } = INTEGER_LIMITS[type];
  return value < min || value > max ? { problem } : { value: value + 0 };
}

function parseDouble(text: string): { value: number } | { problem: string } {
  const isNumber = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?[dDfF]?$/.test(text);
  const value = isNumber ? Number(text.replace(/[dDfF]$/, '')) : Number.NaN;
  return Number.isFinite(value) ? { value } : { problem: 'Not a number of type DOUBLE' };
}

/** Also tells whether a default keeps its own table's rules. Returns the end of a sentence, or null. */
export function checkRange(definition: ConfigDefinition, value: ConfigValue): string | null {
  if (value === null || definition.type === 'boolean') return null;
  if (typeof value === 'number') return checkNumber(definition as NumberConfig, value);
  if (typeof value === 'string') return checkText(definition as TextConfig, value);
  return checkList(definition as ListConfig, value as readonly string[]);
}

function checkNumber(definition: NumberConfig, value: number): string | null {
  if (definition.min !== undefined && value < definition.min) {
    return `Value must be at least ${formatConfig(definition, definition.min)}`;
  }
  if (definition.max !== undefined && value > definition.max) {
    return `Value must be no more than ${formatConfig(definition, definition.max)}`;
  }
  return definition.validate?.(value) ?? null;
}

function checkText(definition: TextConfig, value: string): string | null {
  if (definition.validValues !== undefined && !definition.validValues.includes(value)) {
    return `String must be one of: ${definition.validValues.join(', ')}`;
  }
  return definition.validate?.(value) ?? null;
}

function checkList(definition: ListConfig, value: readonly string[]): string | null {
  const { validValues } = definition;
  if (validValues !== undefined && value.some((item) => !validValues.includes(item))) {
    return `Items must be among: ${validValues.join(', ')}`;
  }
  return definition.validate?.(value) ?? null;
}

/** Exact up to 2^53 and at both ends of Java's long, the shortest digits of the double between. */
function formatLong(value: number): string {
  if (value >= LONG_MAX) return LONG_MAX_TEXT.toString();
  return Number.isSafeInteger(value) ? String(value) : BigInt(Math.trunc(value)).toString();
}

/** As Java's Double.toString: `1.0`, `0.5`, `1.0E10`, `1.7976931348623157E308`. */
function formatDouble(value: number): string {
  const magnitude = Math.abs(value);
  if (magnitude === 0 || (magnitude >= 1e-3 && magnitude < 1e7)) {
    return Number.isInteger(value) ? `${value}.0` : String(value);
  }
  const [mantissa = '', exponent = ''] = value.toExponential().split('e');
  return `${mantissa.includes('.') ? mantissa : `${mantissa}.0`}E${exponent.replace('+', '')}`;
}
