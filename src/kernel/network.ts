/**
 * Byte streams between processes. `Connection` is the part of `node:net`'s Socket that Samsa uses, so that a real
 * socket (plain or TLS) is one as it stands, without a wrapper on the hot path.
 */
export interface Network {
  listen(options: ListenOptions, onConnection: (connection: Connection) => void): Promise<Listener>;
  connect(options: ConnectOptions): Promise<Connection>;
}

export interface ListenOptions {
  /** A host name or address; empty means all addresses of both families. */
  host: string;
  /** 0 picks a free port. */
  port: number;
}

export interface ConnectOptions {
  host: string;
  port: number;
  timeoutMs: number;
}

export interface Listener {
  readonly port: number;
  /** Stops accepting; connections that are open stay. */
  close(): Promise<void>;
}

export interface Connection {
  readonly remoteAddress?: string | undefined;
  readonly remotePort?: number | undefined;
  readonly localPort?: number | undefined;
  readonly destroyed: boolean;
  /** Bytes accepted by `write` and not yet taken by the peer's system. */
  readonly writableLength: number;
  on(event: 'data', listener: (chunk: Buffer) => void): this;
  on(event: 'drain' | 'end' | 'close', listener: () => void): this;
  on(event: 'error', listener: (error: Error) => void): this;
  /** False when the peer is slower than we are: wait for `drain`. */
  write(chunk: Uint8Array): boolean;
  /** Between `cork` and `uncork` writes leave in one system call. */
  cork(): void;
  uncork(): void;
  pause(): this;
  resume(): this;
  /** Sends what is queued, then closes. */
  end(): this;
  destroy(error?: Error): this;
}
