/**
 * The edge to a server of Node's: hands its requests in and writes the answers out. The server itself (plain or with TLS,
 * with bounds for headers, time and connections) is made where the real world is.
 *
 * Invariant: every request gets one answer or its connection ends; a body is never gathered beyond its bound.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { badRequest } from './errors.ts';
import type { HttpAnswer, HttpPeer, HttpRequest } from './http-exchange.ts';

const EMPTY = new Uint8Array(0);

export type NodeListener = (incoming: IncomingMessage, outgoing: ServerResponse) => void;

export function nodeListener(handle: (request: HttpRequest) => Promise<HttpAnswer>): NodeListener {
  return (incoming, outgoing) => {
    handle(new NodeRequest(incoming)).then(
      (answer) => write(incoming, outgoing, answer),
      // Answers are made for whatever fails: this is a bug in making one.
      () => outgoing.destroy(),
    );
  };
}

class NodeRequest implements HttpRequest {
  readonly #incoming: IncomingMessage;
  readonly method: string;
  readonly target: string;

  constructor(incoming: IncomingMessage) {
    this.#incoming = incoming;
    this.method = incoming.method ?? 'GET';
    this.target = incoming.url ?? '/';
  }

  get peer(): HttpPeer {
    const { socket } = this.#incoming;
    return { address: socket.remoteAddress ?? '', certificate: certificateOf(socket) };
  }

  header(name: string): string | undefined {
    const value = this.#incoming.headers[name];
    return Array.isArray(value) ? value.join(', ') : value;
  }

  body(maxBytes: number): Promise<Uint8Array | null> {
    const incoming = this.#incoming;
    const length = incoming.headers['content-length'];
    if (length === undefined && incoming.headers['transfer-encoding'] === undefined) return Promise.resolve(EMPTY);
    if (length !== undefined && Number(length) > maxBytes) return Promise.resolve(null);
    return new Promise((resolve, reject) => {
      const chunks: Buffer[] = [];
      let bytes = 0;
      incoming.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
        if (bytes <= maxBytes) chunks.push(chunk);
        else {
          chunks.length = 0;
          incoming.pause();
          resolve(null);
        }
      });
      incoming.on('end', () => resolve(chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)));
      // Nobody reads the answer.
      const leave = (): void => {
        if (!incoming.complete) reject(badRequest('The client went away'));
      };
      incoming.on('error', leave);
      incoming.on('close', leave);
    });
  }
}

/** Of a connection with TLS whose client showed a certificate that was verified. */
function certificateOf(socket: Socket): Uint8Array | null {
  const { authorized, getPeerX509Certificate } = socket as Partial<TLSSocket>;
  if (authorized !== true || getPeerX509Certificate === undefined) return null;
  return getPeerX509Certificate.call(socket)?.raw ?? null;
}

function write(incoming: IncomingMessage, outgoing: ServerResponse, { status, headers, body }: HttpAnswer): void {
  if (outgoing.destroyed) return;
  const length = typeof body === 'string' ? Buffer.byteLength(body) : body.length;
  const isBodiless = status === 204 || status === 304;
  const own: Record<string, string | number> = { ...headers };
  if (!isBodiless) own['Content-Length'] = length;
  // What is left of a request's body is not read: the connection ends after the answer.
  if (!incoming.complete) own['Connection'] = 'close';
  outgoing.writeHead(status, own);
  if (isBodiless || incoming.method === 'HEAD') outgoing.end();
  else outgoing.end(body);
  if (!incoming.complete) incoming.resume();
}
