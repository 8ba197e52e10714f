/**
 * Requests over HTTPS with authorities, certificates and other TLS options of one's own, which the platform's `fetch` does
 * not take. Connections are kept for the next request. It has the shape of `fetch` as far as it goes: a redirection is an
 * answer like any other, and nobody follows it.
 */
import { Agent, request as httpsRequest } from 'node:https';
import type { TlsOptions } from '../network.ts';

/** What of a request is used. */
export interface TlsRequest {
  readonly method: string;
  readonly headers: Record<string, string>;
  readonly body?: string;
  readonly signal: AbortSignal;
}

/** A status, and the body as it comes. */
export interface TlsAnswer {
  readonly status: number;
  readonly body: AsyncIterable<Uint8Array>;
}

/** The options are looked at when the first connection is made; what is wrong with them is why requests fail. */
export function tlsFetch(tls: TlsOptions): (url: string, request: TlsRequest) => Promise<TlsAnswer> {
  const { serverName, ...rest } = tls;
  const given = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
  const agent = new Agent({
    keepAlive: true,
    ...given,
    ...(serverName === undefined ? {} : { servername: serverName }),
  });
  return (url, { method, headers, body, signal }) =>
    new Promise((resolve, reject) => {
      const outgoing = httpsRequest(url, { method, headers, agent, signal }, (answer) => {
        resolve({ status: answer.statusCode ?? 0, body: answer });
      });
      outgoing.once('error', reject);
      outgoing.end(body);
    });
}
