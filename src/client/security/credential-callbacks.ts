/**
 * Credentials that the application gives when asked. What it throws is shown without its own words being trusted to be
 * harmless: they go into `cause`, not into the message. A callback that never answers must not hang a connection.
 */
import type { Env } from '#kernel';
import { errorFor, type ClientError } from '../errors.ts';
import type { Secret } from './sasl-options.ts';

/** How long a callback may take. */
export const CALLBACK_TIMEOUT_MS = 30_000;

/** `where` is the option, as `sasl.password`. Rejects with a retriable SASL_AUTHENTICATION_FAILED. */
export async function boundedSecret(where: string, secret: Secret, env: Env): Promise<string> {
  if (typeof secret === 'string') return secret;
  const value = await bounded(where, secret, env);
  if (typeof value !== 'string' || value === '' || value.includes('\0')) {
    throw unavailable(`The function ${where} gave something else than a text`);
  }
  return value;
}

export async function bounded<T>(where: string, callback: () => T | Promise<T>, env: Env): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const expire = (): void => {
    reject(unavailable(`The function ${where} did not answer within ${CALLBACK_TIMEOUT_MS} ms`));
  };
  const timer = env.scheduler.after(CALLBACK_TIMEOUT_MS, expire, { keepAlive: true });
  try {
    return await Promise.race([Promise.resolve().then(callback), promise]);
  } catch (error) {
    if (error instanceof Error && 'fatal' in error) throw error;
    throw unavailable(`The function ${where} failed`, error);
  } finally {
    timer.cancel();
  }
}

/** Credentials that cannot be had now: the next connection tries again. */
export function unavailable(message: string, cause?: unknown): ClientError {
  return errorFor('SASL_AUTHENTICATION_FAILED', message, { fatal: false, retriable: true, cause });
}
