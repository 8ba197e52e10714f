/** For tests: an Env whose listeners speak TLS, with the certificates of `testdata/tls`. */
import { readFileSync } from 'node:fs';
import tls from 'node:tls';
import type { Connection, Env, Listener, ListenOptions } from '#kernel';

/** A file of `testdata/tls`. */
export function tlsFile(name: string): Buffer {
  return readFileSync(new URL(`../../testdata/tls/${name}`, import.meta.url));
}

export interface TlsListenOptions {
  /** `broker` (localhost, 127.0.0.1) where absent, or `elsewhere` (broker.example). */
  readonly certificate?: 'broker' | 'elsewhere';
  /** Takes only clients that show a certificate of the test authority. */
  readonly asksForCertificate?: boolean;
}

/** `env`, but what listens on it speaks TLS. */
export function withTlsListeners(env: Env, options: TlsListenOptions = {}): Env {
  const listen = (where: ListenOptions, onConnection: (connection: Connection) => void): Promise<Listener> =>
    listenTls(where, { options, onConnection });
  return { ...env, network: { connect: (to) => env.network.connect(to), listen } };
}

function listenTls(
  { host, port }: ListenOptions,
  { options, onConnection }: { options: TlsListenOptions; onConnection: (connection: Connection) => void },
): Promise<Listener> {
  const { certificate = 'broker', asksForCertificate = false } = options;
  const server = tls.createServer(
    {
      cert: tlsFile(`${certificate}.pem`),
      key: tlsFile(`${certificate}.key`),
      ca: tlsFile('ca.pem'),
      requestCert: asksForCertificate,
      rejectUnauthorized: asksForCertificate,
    },
    onConnection,
  );
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      const address = server.address();
      resolve({
        port: address !== null && typeof address === 'object' ? address.port : port,
        close: async () => void server.close(),
      });
    });
  });
}
