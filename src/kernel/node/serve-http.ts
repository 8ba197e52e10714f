/**
 * A server of Node's for small services: each request gets one answer or its connection ends, and headers, bodies, time
 * and connections have their bounds.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { HttpAnswer, HttpRequest, HttpServer, ServeHttp } from '../http.ts';
import { KafkaError } from '../kafka-error.ts';

const MAX_CONNECTIONS = 1000;
const MAX_HEADER_BYTES = 16 * 1024;
/** For the whole request to come in. */
const REQUEST_TIMEOUT_MS = 30_000;

/** Rejects with LISTEN_FAILED where the place cannot be had. */
export const serveHttp: ServeHttp = ({ host, port }, handle) => {
  const options = { maxHeaderSize: MAX_HEADER_BYTES, requestTimeout: REQUEST_TIMEOUT_MS };
  const server = createServer(options, (incoming, outgoing) => {
    handle(requestOf(incoming)).then(
      (answer) => write(incoming, outgoing, answer),
      () => outgoing.destroy(),
    );
  });
  server.maxConnections = MAX_CONNECTIONS;
  return new Promise((resolve, reject) => {
    server.once('error', (error) => {
      const message = `Cannot listen on ${host}:${port} (${error.message}); choose another port, or end what has it.`;
      reject(new KafkaError('LISTEN_FAILED', message, { cause: error }));
    });
    server.listen(port, host, () =>
      resolve({ host, port: (server.address() as AddressInfo).port, close: closing(server) }),
    );
  });
};

function closing(server: ReturnType<typeof createServer>): HttpServer['close'] {
  return () =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
}

function requestOf(incoming: IncomingMessage): HttpRequest {
  return {
    method: incoming.method ?? 'GET',
    target: incoming.url ?? '/',
    header: (name) => {
      const value = incoming.headers[name];
      return Array.isArray(value) ? value.join(', ') : value;
    },
    body: (maxBytes) => bodyOf(incoming, maxBytes),
  };
}

async function bodyOf(incoming: IncomingMessage, maxBytes: number): Promise<Uint8Array | null> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of incoming.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > maxBytes) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function write(incoming: IncomingMessage, outgoing: ServerResponse, { status, headers, body }: HttpAnswer): void {
  if (outgoing.destroyed) return;
  const length = { 'Content-Length': Buffer.byteLength(body) };
  // What is left of a request's body is not read: the connection ends after the answer.
  const end = incoming.complete ? {} : { Connection: 'close' };
  outgoing.writeHead(status, { ...headers, ...length, ...end });
  outgoing.end(body);
}
