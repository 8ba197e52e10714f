/**
 * What `samsa start --secure` keeps beside the data: an authority, the broker's certificate, and the first user's way in.
 *
 *     ca.pem            the authority's certificate: what clients trust
 *     ca.key            its key
 *     broker.pem        the broker's key, its certificate and the authority's
 *     admin.properties  how the first user connects, with the password
 *
 * Invariants: what is there is used again; whatever holds a key or a password can be read by its owner alone, from the
 * moment on at which the file exists; a start that was cut short is finished by the next.
 */
import { X509Certificate } from 'node:crypto';
import { chmodSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { join } from 'node:path';
import { parseProperties } from '#kernel';
import { createAuthority, createServerCertificate, validFor, type CertificateAndKey } from './certificates.ts';

const AUTHORITY_DAYS = 3650;
/** What browsers and Java's newest rules let pass. */
const SERVER_DAYS = 820;
/** A certificate that ends sooner is made anew at the start. */
const RENEW_DAYS = 60;
const DAY_MS = 86_400_000;

export const FIRST_USER = 'admin';

export class SecureFiles {
  readonly directory: string;

  /** Makes what is missing. `hosts` are the names and addresses under which clients come. */
  constructor(directory: string, hosts: readonly string[], now: Date) {
    this.directory = directory;
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    const authority = this.#authority(hosts[0] ?? 'localhost', now);
    if (!this.#isCertificateGood(authority, hosts, now)) {
      const { certificate, key } = createServerCertificate(authority, hosts, validFor(SERVER_DAYS, now));
      this.#write('broker.pem', key + certificate + authority.certificate);
    }
  }

  /** What clients trust. */
  get authorityPath(): string {
    return join(this.directory, 'ca.pem');
  }

  /** The broker's key store, in PEM. */
  get keyStorePath(): string {
    return join(this.directory, 'broker.pem');
  }

  get clientPropertiesPath(): string {
    return join(this.directory, 'admin.properties');
  }

  /** Of a start that wrote it and got no further; null where there is none. */
  writtenPassword(): string | null {
    const text = this.#read('admin.properties');
    const jaas = text === null ? undefined : parseProperties(text).get('sasl.jaas.config');
    return /password="([^"]+)"/.exec(jaas ?? '')?.[1] ?? null;
  }

  writeClientProperties(bootstrap: string, password: string): void {
    this.#write('admin.properties', clientProperties({ bootstrap, password, authorityPath: this.authorityPath }));
  }

  #authority(host: string, now: Date): CertificateAndKey {
    const certificate = this.#read('ca.pem');
    const key = this.#read('ca.key');
    if (certificate !== null && key !== null) return { certificate, key };
    const authority = createAuthority(`Samsa CA of ${host}`, validFor(AUTHORITY_DAYS, now));
    // The key first: a certificate without it would be taken for whole, and nothing more could be signed.
    this.#write('ca.key', authority.key);
    this.#write('ca.pem', authority.certificate, 0o644);
    return authority;
  }

  #isCertificateGood(authority: CertificateAndKey, hosts: readonly string[], now: Date): boolean {
    const text = this.#read('broker.pem');
    if (text === null) return false;
    const certificate = new X509Certificate(text.slice(text.indexOf('-----BEGIN CERTIFICATE')));
    if (!certificate.checkIssued(new X509Certificate(authority.certificate))) return false;
    const lastsUntil = certificate.validToDate.getTime();
    const covers = (host: string): boolean =>
      (isIP(host) === 0 ? certificate.checkHost(host) : certificate.checkIP(host)) !== undefined;
    return lastsUntil - now.getTime() > RENEW_DAYS * DAY_MS && hosts.every(covers);
  }

  #read(name: string): string | null {
    try {
      return readFileSync(join(this.directory, name), 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
      throw error;
    }
  }

  #write(name: string, text: string, mode: number = 0o600): void {
    const path = join(this.directory, name);
    writeFileSync(`${path}.new`, text, { mode, flush: true });
    // The mode of a file that was there before stays what it was.
    chmodSync(`${path}.new`, mode);
    renameSync(`${path}.new`, path);
  }
}

interface ClientProperties {
  readonly bootstrap: string;
  readonly password: string;
  readonly authorityPath: string;
}

/** For Kafka's tools by `--command-config`, and for `samsa … -F`. */
function clientProperties({ bootstrap, password, authorityPath }: ClientProperties): string {
  const loginModule = 'org.apache.kafka.common.security.scram.ScramLoginModule';
  return [
    `bootstrap.servers=${bootstrap}`,
    'security.protocol=SASL_SSL',
    'sasl.mechanism=SCRAM-SHA-512',
    `sasl.jaas.config=${loginModule} required username="${FIRST_USER}" password="${password}";`,
    'ssl.truststore.type=PEM',
    `ssl.truststore.location=${authorityPath}`,
    '',
  ].join('\n');
}
