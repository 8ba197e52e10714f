/** The real world for those who give no Env: the one file of the serdes that reaches for it. */
import type { Env, TlsOptions } from '#kernel';
import { createNodeEnv, tlsFetch } from '#kernel/node';
import type { RegistryFetch } from './registry-client/registry-fetch.ts';

let shared: Env | null = null;

/** One for all registry clients of the process. */
export function defaultEnv(): Env {
  shared ??= createNodeEnv({ logger: { level: 'warn' } });
  return shared;
}

/** Requests over TLS with options that the platform's `fetch` does not take. */
export function fetchOverTls(tls: TlsOptions): RegistryFetch {
  return tlsFetch(tls);
}
