/**
 * Between clients and a broker's listener of its own, whose advertised address is this proxy's: cuts connections after so
 * many bytes, lets them stand still, answers garbage. Without a fault it passes everything on.
 */
import { connect, createServer } from 'node:net';
import type { Server, Socket } from 'node:net';

/** `requests` go to the broker, `answers` come from it. */
export type Side = 'requests' | 'answers';

export class FaultProxy {
  readonly bootstrap: string;
  readonly #server: Server;
  readonly #targetPort: number;
  readonly #sockets = new Set<Socket>();
  #cut: { side: Side; bytesLeft: number } | null = null;
  #isStalled = false;
  #isGarbling = false;
  readonly #closed = Promise.withResolvers<void>();
  /** Connections that were cut or garbled. */
  faults = 0;

  private constructor(server: Server, ports: { readonly listen: number; readonly target: number }) {
    this.#server = server;
    this.#targetPort = ports.target;
    this.bootstrap = `127.0.0.1:${ports.listen}`;
    server.on('connection', (client) => this.#join(client));
  }

  static start(ports: { readonly listen: number; readonly target: number }): Promise<FaultProxy> {
    const server = createServer({ noDelay: true });
    return new Promise((resolve, reject) => {
      server.once('error', reject);
      server.listen(ports.listen, '127.0.0.1', () => resolve(new FaultProxy(server, ports)));
    });
  }

  /** Once: so many more bytes of that side pass, over all connections, then the one that carries the next byte is reset. */
  cutAfter(side: Side, bytes: number): void {
    this.#cut = { side, bytesLeft: bytes };
  }

  /** Whether the cut is still to come. */
  get isCutting(): boolean {
    return this.#cut !== null;
  }

  /** From now on nothing passes; connections stay, and new ones come about. */
  stall(): void {
    this.#isStalled = true;
    for (const socket of this.#sockets) socket.pause();
  }

  /** Once: instead of what the broker says next, its connection's client gets bytes that are no answer. */
  garbleNextAnswer(): void {
    this.#isGarbling = true;
  }

  /** Takes all faults back; what was held up goes on. */
  heal(): void {
    this.#cut = null;
    this.#isStalled = false;
    this.#isGarbling = false;
    for (const socket of this.#sockets) socket.resume();
  }

  /** Resolves once `close` has given the port back. */
  get closed(): Promise<void> {
    return this.#closed.promise;
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
    this.#closed.resolve();
  }

  #join(client: Socket): void {
    const broker = connect({ host: '127.0.0.1', port: this.#targetPort, noDelay: true });
    this.#pass(client, broker, 'requests');
    this.#pass(broker, client, 'answers');
  }

  #pass(from: Socket, to: Socket, side: Side): void {
    this.#sockets.add(from);
    if (this.#isStalled) from.pause();
    from.on('data', (chunk: Buffer) => this.#forward(chunk, { from, to, side }));
    from.on('error', () => to.destroy());
    from.on('end', () => to.end());
    from.on('close', () => {
      this.#sockets.delete(from);
      to.destroy();
    });
  }

  #forward(chunk: Buffer, { from, to, side }: { from: Socket; to: Socket; side: Side }): void {
    if (side === 'answers' && this.#isGarbling) {
      this.#isGarbling = false;
      this.faults++;
      to.write(Buffer.alloc(Math.max(8, chunk.length), 0xa5));
      return;
    }
    const cut = this.#cut;
    if (cut === null || cut.side !== side || chunk.length <= cut.bytesLeft) {
      if (cut?.side === side) cut.bytesLeft -= chunk.length;
      to.write(chunk);
      return;
    }
    this.#cut = null;
    this.faults++;
    from.pause();
    // Only what was let through arrives; then the one side sees a reset, the other an end.
    to.write(chunk.subarray(0, cut.bytesLeft), () => {
      to.resetAndDestroy();
      from.resetAndDestroy();
    });
  }
}
