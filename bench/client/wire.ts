/**
 * The protocol without a client: pipelined requests over one socket. The probes are made of it, and the neutral hand that
 * fills topics and reads them back.
 */
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import {
  FrameReader,
  Reader,
  requestHeader,
  requestHeaderVersion,
  responseHeader,
  responseHeaderVersion,
  Writer,
} from '../../src/protocol/index.ts';
import type { MessageCodec } from '../../src/protocol/index.ts';

const CLIENT_ID = 'samsa-bench';
const MAX_FRAME_BYTES = 200 * 1024 * 1024;
/** Longer than a broker may take for any request here. */
const SILENT_MS = 120_000;
const READ_BYTES = 64 * 1024;

export interface WireApi<Request, Response> {
  readonly request: MessageCodec<Request>;
  readonly response: MessageCodec<Response>;
  readonly version: number;
}

export class Wire {
  readonly #socket: Socket;
  readonly #writer = new Writer();
  readonly #frames = new FrameReader(MAX_FRAME_BYTES, { trustedBytes: MAX_FRAME_BYTES, borrowsChunks: true });
  readonly #waiting: { resolve(frame: Buffer): void; reject(error: Error): void }[] = [];

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('error', (error) => this.#fail(error));
    socket.on('close', () => this.#fail(new Error('the broker closed the connection')));
    socket.setTimeout(SILENT_MS, () => {
      if (this.#waiting.length === 0) return;
      socket.destroy(new Error(`the broker owes ${this.#waiting.length} answers, and was silent for ${SILENT_MS} ms`));
    });
  }

  static open(bootstrap: string): Promise<Wire> {
    const separator = bootstrap.lastIndexOf(':');
    const address = { host: bootstrap.slice(0, separator), port: Number(bootstrap.slice(separator + 1)) };
    const buffer = Buffer.allocUnsafeSlow(READ_BYTES);
    // As fast as a socket can be read from JavaScript: into the same memory again and again.
    const callback = (bytes: number): boolean => {
      wire.#onData(buffer.subarray(0, bytes));
      return true;
    };
    const socket = connect({ ...address, noDelay: true, onread: { buffer, callback } });
    const wire = new Wire(socket);
    return new Promise((resolve, reject) => {
      socket.once('error', reject);
      socket.once('connect', () => resolve(wire));
    });
  }

  /** A whole frame, to be sent any number of times. */
  encode<Request>({ request, version }: { request: MessageCodec<Request>; version: number }, message: Request): Buffer {
    this.#writer.beginFrame();
    const header = { requestApiKey: request.apiKey, requestApiVersion: version, correlationId: 1, clientId: CLIENT_ID };
    requestHeader.write(this.#writer, header, requestHeaderVersion(request.apiKey, version));
    request.write(this.#writer, message, version);
    return this.#writer.finishBuffer();
  }

  /** The body of the answer to a frame. */
  exchange(frame: Uint8Array): Promise<Buffer> {
    this.#socket.write(frame);
    return new Promise((resolve, reject) => void this.#waiting.push({ resolve, reject }));
  }

  async call<Request, Response>(api: WireApi<Request, Response>, message: Request): Promise<Response> {
    return this.decode(api, await this.exchange(this.encode(api, message)));
  }

  decode<Response>(
    { response, version }: Pick<WireApi<never, Response>, 'response' | 'version'>,
    frame: Buffer,
  ): Response {
    const reader = new Reader(frame);
    responseHeader.read(reader, responseHeaderVersion(response.apiKey, version));
    return response.read(reader, version);
  }

  close(): void {
    this.#socket.destroy();
  }

  #onData(chunk: Buffer): void {
    const frames: Buffer[] = [];
    const complaint = this.#frames.push(chunk, frames);
    if (complaint !== null) this.#socket.destroy(new Error(complaint));
    for (const frame of frames) this.#waiting.shift()?.resolve(frame);
  }

  #fail(error: Error): void {
    for (const { reject } of this.#waiting.splice(0)) reject(error);
  }
}
