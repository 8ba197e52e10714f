/**
 * The options that are no configs: functions and objects of the application. What is wrong with them is said when the
 * client is made, in the words of INVALID_CONFIG, and not where the first record meets it.
 */
import { invalidConfig, shownValue } from './parse-options.ts';

const ENV_PARTS = ['clock', 'scheduler', 'random', 'network', 'logger'] as const;
const LOGGER_METHODS = ['error', 'warn', 'info', 'debug', 'isEnabled', 'component'] as const;

/** Throws INVALID_CONFIG where one of these options is there and is no function. */
export function checkFunctions(options: object, names: readonly string[]): void {
  for (const [name, value] of Object.entries(options)) {
    if (!names.includes(name) || value === undefined || typeof value === 'function') continue;
    throw invalidConfig(`${name} must be a function, not ${shownValue(value)}`);
  }
}

/** Throws INVALID_CONFIG where `env` or `logger` are there and are none. */
export function checkSurroundings({ env, logger }: { readonly env?: unknown; readonly logger?: unknown }): void {
  if (env !== undefined && !ENV_PARTS.every((part) => typeof memberOf(env, part) === 'object')) {
    throw invalidConfig('env must be an Env, as createSimulation makes one: leave it out for the real world');
  }
  if (logger === undefined) return;
  const missing = LOGGER_METHODS.filter((name) => typeof memberOf(logger, name) !== 'function');
  if (missing.length === 0) return;
  throw invalidConfig(
    `logger must have the methods of a Logger, and lacks ${missing.join(', ')}: leave it out for the logger of the Env`,
  );
}

/** Throws INVALID_CONFIG where the option is there and has none of the methods, or has something else under their name. */
export function checkListener(name: string, listener: unknown, methods: readonly string[]): void {
  if (listener === undefined) return;
  const wrong = methods.find((method) => !['function', 'undefined'].includes(typeof memberOf(listener, method)));
  if (wrong !== undefined) throw invalidConfig(`${name}.${wrong} must be a function`);
  if (methods.some((method) => memberOf(listener, method) !== undefined)) return;
  throw invalidConfig(`${name} must be an object with one of the methods ${methods.join(', ')}`);
}

function memberOf(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  return Reflect.get(value, name);
}
