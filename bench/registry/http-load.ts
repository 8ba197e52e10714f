/**
 * Requests as fast as a server takes them: some connections, one request under way on each, written and read as bytes. What a
 * client library of HTTP costs is several times what there is to measure.
 */
import { connect, type Socket } from 'node:net';

export interface LoadOptions {
  readonly port: number;
  readonly connections: number;
  readonly requests: number;
  /** The bytes of one request by its number. */
  request(index: number): Buffer;
}

/** Answers a second. Rejects with the first answer that is no 200. */
export async function answersPerSecond({ port, connections, requests, request }: LoadOptions): Promise<number> {
  let sent = 0;
  const startedAt = performance.now();
  const one = async (): Promise<void> => {
    const connection = new Connection(await open(port));
    while (sent < requests) await connection.exchange(request(sent++));
    connection.close();
  };
  await Promise.all(Array.from({ length: connections }, one));
  return (requests / (performance.now() - startedAt)) * 1000;
}

export function getRequest(path: string): Buffer {
  return Buffer.from(
    `GET ${path} HTTP/1.1\r\nHost: localhost\r\nAccept: application/vnd.schemaregistry.v1+json\r\n\r\n`,
  );
}

export function postRequest(path: string, body: string): Buffer {
  const length = Buffer.byteLength(body);
  return Buffer.from(
    `POST ${path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/vnd.schemaregistry.v1+json\r\n` +
      `Accept: application/vnd.schemaregistry.v1+json\r\nContent-Length: ${length}\r\n\r\n${body}`,
  );
}

function open(port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true }, () => resolve(socket));
    socket.once('error', reject);
  });
}

class Connection {
  readonly #socket: Socket;
  #received: Buffer = Buffer.alloc(0);
  #settle: { resolve: () => void; reject: (error: Error) => void } | null = null;

  constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('data', (chunk: Buffer) => this.#take(chunk));
    socket.on('error', (error) => this.#settle?.reject(error));
    socket.on('close', () => this.#settle?.reject(new Error('the connection ended')));
  }

  exchange(request: Buffer): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#settle = { resolve, reject };
      this.#socket.write(request);
    });
  }

  close(): void {
    this.#settle = null;
    this.#socket.destroy();
  }

  #take(chunk: Buffer): void {
    this.#received = this.#received.length === 0 ? chunk : Buffer.concat([this.#received, chunk]);
    const end = this.#received.indexOf('\r\n\r\n');
    if (end === -1) return;
    const head = this.#received.toString('latin1', 0, end);
    const length = Number(/content-length: (\d+)/i.exec(head)?.[1]);
    if (this.#received.length < end + 4 + length) return;
    const settle = this.#settle;
    const body = this.#received;
    this.#received = Buffer.alloc(0);
    if (head.startsWith('HTTP/1.1 200 ')) settle?.resolve();
    else settle?.reject(new Error(`${head.split('\r\n', 1)[0]}: ${body.toString('utf8', end + 4)}`));
  }
}
