/** What a broker needs to listen with TLS, for Samsa and Apache Kafka alike: the certificate of `testdata/tls`, as PEM. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

let keyStore: string | null = null;

/** The broker's certificate and key. */
export function tlsIdentity(): Record<string, string> {
  keyStore ??= writeKeyStore();
  return { 'ssl.keystore.type': 'PEM', 'ssl.keystore.location': keyStore };
}

/** The authority that its clients trust. */
export function tlsAuthority(): string {
  return testFile('ca.pem');
}

/** Listeners of a Kafka node whose controller is behind `port`. */
export function kafkaTlsConfig(port: number, tlsPort: number): Record<string, string> {
  const clients = `PLAINTEXT://127.0.0.1:${port},SSL://127.0.0.1:${tlsPort}`;
  return {
    listeners: `${clients},CONTROLLER://127.0.0.1:${port + 1}`,
    'advertised.listeners': clients,
    'listener.security.protocol.map': 'CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT,SSL:SSL',
    ...tlsIdentity(),
  };
}

/** Kafka wants both in one file, which goes with this process. */
function writeKeyStore(): string {
  const directory = mkdtempSync(join(tmpdir(), 'samsa-bench-tls-'));
  process.once('exit', () => rmSync(directory, { recursive: true, force: true }));
  const path = join(directory, 'broker.pem');
  writeFileSync(path, testFile('broker.key') + testFile('broker.pem'));
  return path;
}

function testFile(name: string): string {
  return readFileSync(new URL(`../../testdata/tls/${name}`, import.meta.url), 'utf8');
}
