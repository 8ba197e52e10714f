/** How a registry reaches the one that leads: by the platform's `fetch`, or with the authorities that its own clients trust. */
import { tlsFetch } from '#kernel/node';
import type { TlsOptions } from '#client';
import type { ForwardFetch } from '#registry';

export function forwardFetch(tls: TlsOptions | undefined): ForwardFetch {
  if (tls === undefined) return fetch;
  const secureFetch = tlsFetch(tls);
  return async (url, request) => {
    if (!url.startsWith('https:')) return fetch(url, request);
    const { method, headers, body, signal } = request;
    const answer = await secureFetch(url, {
      method,
      headers: { ...headers },
      signal,
      ...(body === null ? {} : { body: Buffer.from(body).toString('utf8') }),
    });
    return { ...answer, headers: { get: () => null } };
  };
}
