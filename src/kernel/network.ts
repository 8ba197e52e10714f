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
  /**
   * Speak TLS: a connection is handed over once its handshake is done. Options that cannot be used fail with
   * ERR_TLS_OPTIONS; a network without TLS with ERR_TLS_NOT_SUPPORTED.
   */
  tls?: TlsListenOptions | undefined;
}

export interface ConnectOptions {
  host: string;
  port: number;
  /** For the whole of it, the TLS handshake included. */
  timeoutMs: number;
  /** Speak TLS. Options that cannot be used fail with ERR_TLS_OPTIONS; a network without TLS with ERR_TLS_NOT_SUPPORTED. */
  tls?: TlsOptions | undefined;
  /**
   * Reads into the same memory again and again: what `data` gives is the listener's for the length of its call only. Saves
   * 64 KiB of garbage a read, which is most of what reading costs.
   */
  reusesChunks?: boolean | undefined;
  /** Gives up; the promise rejects with the signal's reason. */
  signal?: AbortSignal | undefined;
}

/** How a client secures a connection. Certificates and keys are PEM, as a text or its bytes. */
export interface TlsOptions {
  /** Authorities to trust instead of the well-known ones. */
  readonly ca?: TlsMaterial | undefined;
  /** The client's own certificate, where the broker asks for one. */
  readonly cert?: TlsMaterial | undefined;
  /** The private key of `cert`. */
  readonly key?: TlsMaterial | undefined;
  /** Of `key` or `pfx`. */
  readonly passphrase?: string | undefined;
  /** Certificate and key in one PKCS #12 file, instead of `cert` and `key`. */
  readonly pfx?: Uint8Array | undefined;
  /** The name that the broker's certificate must be made out for, and that is asked for by SNI; the host where absent. */
  readonly serverName?: string | undefined;
  /** False takes any certificate, and with it anybody who stands in between. */
  readonly rejectUnauthorized?: boolean | undefined;
  /** Node's default, TLS 1.2, where absent. */
  readonly minVersion?: 'TLSv1.2' | 'TLSv1.3' | undefined;
  /** In OpenSSL's syntax. */
  readonly ciphers?: string | undefined;
}

/** How a listener secures its connections. */
export interface TlsListenOptions extends TlsServerIdentity {
  /** How long a handshake may take. */
  readonly handshakeTimeoutMs: number;
  /** So many may be under way; who comes beyond is closed. */
  readonly maxHandshakes: number;
  /** Told of each connection whose handshake failed: why, in a few words. */
  onFailure(remoteAddress: string, reason: string): void;
}

/** What a listener is known by, and whom it trusts. Certificates and keys are PEM, as a text or its bytes. */
export interface TlsServerIdentity {
  readonly cert?: TlsMaterial | undefined;
  readonly key?: TlsMaterial | undefined;
  /** Of `key` or `pfx`. */
  readonly passphrase?: string | undefined;
  /** Certificate and key in one PKCS #12 file, instead of `cert` and `key`. */
  readonly pfx?: Uint8Array | undefined;
  /** Authorities of clients' certificates. */
  readonly ca?: TlsMaterial | undefined;
  /** `requested`: a client need not show a certificate, but one that cannot be trusted ends its handshake. */
  readonly clientCertificates: 'none' | 'requested' | 'required';
  readonly minVersion: 'TLSv1.2' | 'TLSv1.3';
  readonly maxVersion: 'TLSv1.2' | 'TLSv1.3';
  /** In OpenSSL's syntax; the library's own where absent. */
  readonly ciphers?: string | undefined;
}

/** PEM as text or bytes, one or several. */
export type TlsMaterial = string | Uint8Array | readonly (string | Uint8Array)[];

export interface Listener {
  readonly port: number;
  /** Stops accepting; connections that are open stay. */
  close(): Promise<void>;
  /**
   * Of a listener with TLS: what is shown in the handshakes from now on. Fails with ERR_TLS_OPTIONS where it cannot be
   * used, and nothing has changed then.
   */
  setIdentity?(identity: TlsServerIdentity): void;
}

export interface Connection {
  readonly remoteAddress?: string | undefined;
  readonly remotePort?: number | undefined;
  readonly localPort?: number | undefined;
  readonly destroyed: boolean;
  /** Of TLS: the certificate that the client showed and that was verified, in DER; undefined where it showed none. */
  getPeerX509Certificate?(): { readonly raw: Buffer } | undefined;
  /** Bytes accepted by `write` and not yet taken by the peer's system. */
  readonly writableLength: number;
  on(event: 'data', listener: (chunk: Buffer) => void): this;
  on(event: 'drain' | 'end' | 'close', listener: () => void): this;
  on(event: 'error', listener: (error: Error) => void): this;
  /**
   * False when the peer is slower than we are: wait for `drain`. The chunk is not copied: `onDone` is called, later and once,
   * when it may be written to again, as its bytes were taken by the system or never will be.
   */
  write(chunk: Uint8Array, onDone?: () => void): boolean;
  /** Between `cork` and `uncork` writes leave in one system call. */
  cork(): void;
  uncork(): void;
  pause(): this;
  resume(): this;
  /** Sends what is queued, then closes. */
  end(): this;
  destroy(error?: Error): this;
}
