/**
 * TLS for connections that come in, by `node:tls`. The sockets are accepted as plain ones and handed to a `tls.Server`
 * that does not listen itself: another one takes its place when certificates change, so that a handshake sees either the
 * old identity or the new one, never a mixture, and sessions of the old one cannot be resumed.
 *
 * Invariant: so many handshakes at most are under way, each for a bounded time, and what fails costs its own socket only.
 */
import { constants } from 'node:crypto';
import type net from 'node:net';
import tls from 'node:tls';
import type { Connection, TlsListenOptions, TlsServerIdentity } from '../network.ts';

const NO_TLS = 'it does not speak TLS, which this listener asks for';
/** The fatal alert of a message that has no place (RFC 8446 §6). */
const UNEXPECTED_MESSAGE: Buffer = Buffer.from('1503030002020a', 'hex');

export class TlsAcceptor {
  readonly #options: TlsListenOptions;
  readonly #onConnection: (connection: Connection) => void;
  /** By the peer's address and port. */
  readonly #handshakes = new Map<string, net.Socket>();
  #server: tls.Server;

  /** Throws ERR_TLS_OPTIONS where the certificate, the key or the like cannot be used. */
  constructor(options: TlsListenOptions, onConnection: (connection: Connection) => void) {
    this.#options = options;
    this.#onConnection = onConnection;
    this.#server = this.#serverFor(options);
  }

  /** Takes a socket that was accepted. */
  accept(socket: net.Socket): void {
    const { maxHandshakes, onFailure } = this.#options;
    if (this.#handshakes.size >= maxHandshakes) {
      onFailure(socket.remoteAddress ?? '', `${maxHandshakes} TLS handshakes are under way already`);
      socket.on('error', () => undefined);
      socket.destroy();
      return;
    }
    const peer = peerOf(socket);
    this.#handshakes.set(peer, socket);
    socket.once('close', () => this.#handshakes.delete(peer));
    this.#server.emit('connection', socket);
  }

  /** Throws ERR_TLS_OPTIONS, and keeps what it had. */
  setIdentity(identity: TlsServerIdentity): void {
    this.#server = this.#serverFor(identity);
  }

  /** Ends the handshakes that are under way. */
  close(): void {
    for (const socket of this.#handshakes.values()) socket.destroy();
  }

  #serverFor(identity: TlsServerIdentity): tls.Server {
    const server = newServer(identity, this.#options.handshakeTimeoutMs);
    server.on('secureConnection', (socket) => {
      this.#handshakes.delete(peerOf(socket));
      // Where certificates are only requested, a client without one has a reason too why it is not authorized.
      const problem = socket.getPeerX509Certificate() === undefined ? null : certificateProblem(socket);
      if (problem === null) return this.#onConnection(socket);
      socket.on('error', () => undefined);
      socket.destroy();
      this.#options.onFailure(socket.remoteAddress ?? '', problem);
    });
    server.on('tlsClientError', (error, socket) => {
      const reason = certificateProblem(socket) ?? handshakeProblem(error);
      if (reason !== null) this.#options.onFailure(socket.remoteAddress ?? '', reason);
      // OpenSSL says nothing to who does not speak TLS; clients know a wrong port by its alert.
      const raw = reason === NO_TLS ? this.#handshakes.get(peerOf(socket)) : undefined;
      if (raw === undefined) socket.destroy();
      else raw.end(UNEXPECTED_MESSAGE, () => socket.destroy());
    });
    return server;
  }
}

function newServer(identity: TlsServerIdentity, handshakeTimeout: number): tls.Server {
  const { clientCertificates, ...given } = identity;
  const { cert, key, passphrase, pfx, ca, minVersion, maxVersion, ciphers } = given;
  const material = { cert, key, passphrase, pfx, ca, minVersion, maxVersion, ciphers };
  const options = {
    // Node takes an option that is undefined for one that is set.
    ...Object.fromEntries(Object.entries(material).filter(([, value]) => value !== undefined)),
    handshakeTimeout,
    requestCert: clientCertificates !== 'none',
    rejectUnauthorized: clientCertificates === 'required',
    secureOptions: constants.SSL_OP_NO_RENEGOTIATION,
  };
  try {
    return tls.createServer(options);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw Object.assign(new Error(reason, { cause }), { code: 'ERR_TLS_OPTIONS' });
  }
}

/** Of a client whose certificate cannot be trusted. */
function certificateProblem(socket: tls.TLSSocket): string | null {
  const why = socket.authorizationError as Error | string | null | undefined;
  if (why === null || why === undefined) return null;
  return `its certificate is not trusted (${why instanceof Error ? why.message : why})`;
}

const PROBLEMS: ReadonlyMap<string, string> = new Map([
  ['ERR_SSL_WRONG_VERSION_NUMBER', NO_TLS],
  ['ERR_SSL_PACKET_LENGTH_TOO_LONG', NO_TLS],
  ['ERR_SSL_HTTP_REQUEST', 'it speaks HTTP without TLS'],
  ['ERR_SSL_UNSUPPORTED_PROTOCOL', 'it speaks no version of TLS that is enabled here'],
  ['ERR_SSL_NO_SHARED_CIPHER', 'it has no cipher suite in common with this listener'],
  ['ERR_SSL_PEER_DID_NOT_RETURN_A_CERTIFICATE', 'it shows no certificate, which this listener requires'],
  ['ERR_SSL_TLSV1_ALERT_UNKNOWN_CA', "it does not trust the authority of this broker's certificate"],
  ['ERR_SSL_SSL/TLS_ALERT_CERTIFICATE_UNKNOWN', "it does not trust this broker's certificate"],
  ['ERR_SSL_SSLV3_ALERT_CERTIFICATE_UNKNOWN', "it does not trust this broker's certificate"],
  ['ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE', "it does not trust this broker's certificate"],
  ['ERR_TLS_HANDSHAKE_TIMEOUT', 'its TLS handshake took too long'],
]);

/** Null for one that went away without a word, as whoever looks whether a port is open does. */
function handshakeProblem(error: NodeJS.ErrnoException): string | null {
  const code = error.code ?? '';
  if (code === 'ECONNRESET' || code === 'EPIPE') return null;
  return PROBLEMS.get(code) ?? `its TLS handshake failed (${code || error.message})`;
}

function peerOf({ remoteAddress, remotePort }: net.Socket): string {
  return `${remoteAddress} ${remotePort}`;
}
