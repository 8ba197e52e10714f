/**
 * `/metrics` for Prometheus, `/healthz` and `/readyz` for whoever looks after processes, by HTTP. It is there before the
 * broker serves, so that a long recovery can be told from a process that hangs.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { prometheusText, PROMETHEUS_CONTENT_TYPE, type MetricFamily } from '#broker';
import { KafkaError } from '#kernel';

const REQUEST_TIMEOUT_MS = 10_000;
const MAX_HEADER_BYTES = 8192;
const MAX_CONNECTIONS = 100;

export interface StatusSource {
  /** Null while the broker does not serve yet, or no more. */
  metrics(): MetricFamily[] | null;
}

export class StatusServer {
  readonly #server: Server;
  readonly port: number;

  private constructor(server: Server, port: number) {
    this.#server = server;
    this.port = port;
  }

  /** Rejects with a KafkaError where the address cannot be used. */
  static start({ host, port }: { host: string; port: number }, source: StatusSource): Promise<StatusServer> {
    const server = createServer(
      { maxHeaderSize: MAX_HEADER_BYTES, requestTimeout: REQUEST_TIMEOUT_MS },
      (request, response) => answer(request, response, source),
    );
    server.maxConnections = MAX_CONNECTIONS;
    return new Promise((resolve, reject) => {
      server.once('error', (cause) =>
        reject(new KafkaError('INVALID_CONFIG', `samsa.http.listener: ${host}:${port}: ${cause.message}`, { cause })),
      );
      server.listen({ port, ...(host === '' ? {} : { host }) }, () => {
        const address = server.address();
        // What keeps the process up is its broker.
        server.unref();
        resolve(new StatusServer(server, typeof address === 'object' && address !== null ? address.port : port));
      });
    });
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }
}

function answer(request: IncomingMessage, response: ServerResponse, source: StatusSource): void {
  const path = (request.url ?? '/').split('?', 1)[0];
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    return text(response, 405, 'only GET and HEAD are answered\n');
  }
  switch (path) {
    case '/healthz':
      return text(response, 200, 'ok\n');
    case '/readyz':
      return source.metrics() === null
        ? text(response, 503, 'the broker does not serve yet\n')
        : text(response, 200, 'ok\n');
    case '/metrics': {
      const families = source.metrics();
      if (families === null) return text(response, 503, 'the broker does not serve yet\n');
      response.setHeader('Content-Type', PROMETHEUS_CONTENT_TYPE);
      return text(response, 200, prometheusText(families));
    }
    default:
      return text(response, 404, 'there are /metrics, /healthz and /readyz\n');
  }
}

function text(response: ServerResponse, status: number, body: string): void {
  if (!response.hasHeader('Content-Type')) response.setHeader('Content-Type', 'text/plain; charset=utf-8');
  response.setHeader('X-Content-Type-Options', 'nosniff');
  response.writeHead(status);
  response.end(body);
}
