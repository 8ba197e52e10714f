/**
 * A listener's `ssl.…` configs as what the network takes: certificate, key and trusted authorities, in PEM or PKCS #12,
 * from files or from the configs themselves (KIP-651). Java's own JKS is refused, with the command that converts it.
 */
import { isDiskError, KafkaError, type Disk, type TlsServerIdentity } from '#kernel';
import type { BrokerConfigValues, ListenerConfig } from '../config/index.ts';
import type { ListenerConfigs } from './listener-configs.ts';
import { trustedCertificates } from './pkcs12.ts';

type StoreType = 'PEM' | 'PKCS12';

interface Store {
  readonly type: StoreType;
  readonly content: Buffer;
}

const VERSIONS = ['TLSv1.2', 'TLSv1.3'] as const;
type Version = (typeof VERSIONS)[number];

/** Reads the files. Throws INVALID_CONFIG with a sentence that names the key. */
export async function tlsIdentity(
  disk: Pick<Disk, 'readFile'>,
  listener: ListenerConfig,
  configs: ListenerConfigs,
): Promise<TlsServerIdentity> {
  const at = (key: string): string => `listener.name.${listener.name.toLowerCase()}.${key}`;
  const versions = enabledVersions(configs.values, at);
  return {
    ...(await keyStore(disk, configs.values, at)),
    ...(await trustStore(disk, configs.values, at)),
    clientCertificates: clientCertificates(listener, configs),
    minVersion: versions[0]!,
    maxVersion: versions.at(-1)!,
    ...cipherSuites(configs.values, at),
  };
}

/** The files that it was read from. */
export function identityFiles({ sslKeystoreLocation, sslTruststoreLocation }: BrokerConfigValues): string[] {
  return [sslKeystoreLocation, sslTruststoreLocation].filter((path) => path !== null && path !== '') as string[];
}

/** KIP-684: of a SASL_SSL listener, whose clients have a name already, only what was set for just this listener counts. */
function clientCertificates(
  { securityProtocol }: ListenerConfig,
  { values, own }: ListenerConfigs,
): TlsServerIdentity['clientCertificates'] {
  const isAsked = securityProtocol === 'SSL' || own.has('ssl.client.auth');
  return isAsked ? values.sslClientAuth : 'none';
}

type KeyOf = (key: string) => string;

async function keyStore(
  disk: Pick<Disk, 'readFile'>,
  values: BrokerConfigValues,
  at: KeyOf,
): Promise<Partial<TlsServerIdentity>> {
  const { sslKeystoreCertificateChain: chain, sslKeystoreKey: key, sslKeystoreLocation: location } = values;
  const passphrase = values.sslKeyPassword ?? undefined;
  if (chain !== null || key !== null) {
    if (chain === null || key === null || location !== null) {
      const keys = `${at('ssl.keystore.certificate.chain')} and ssl.keystore.key`;
      throw invalid(`${keys} go together, and without ssl.keystore.location`);
    }
    return {
      cert: pem(chain, at('ssl.keystore.certificate.chain')),
      key: pem(key, at('ssl.keystore.key')),
      passphrase,
    };
  }
  if (location === null || location === '') {
    throw invalid(
      `${at('ssl.keystore.location')} is not set: TLS needs a certificate and its key, as one PEM file ` +
        `with ssl.keystore.type=PEM, or as PKCS #12; samsa start --secure makes one`,
    );
  }
  const store = await readStore(disk, location, { type: values.sslKeystoreType, key: at('ssl.keystore.location') });
  if (store.type === 'PKCS12') {
    return { pfx: store.content, passphrase: values.sslKeystorePassword ?? values.sslKeyPassword ?? '' };
  }
  const text = store.content.toString('latin1');
  if (!text.includes('PRIVATE KEY-----')) {
    throw invalid(
      `${at('ssl.keystore.location')}: ${location} holds no private key: it has to stand there beside the certificates`,
    );
  }
  return { cert: store.content, key: store.content, passphrase };
}

async function trustStore(
  disk: Pick<Disk, 'readFile'>,
  values: BrokerConfigValues,
  at: KeyOf,
): Promise<Partial<TlsServerIdentity>> {
  const { sslTruststoreCertificates: certificates, sslTruststoreLocation: location } = values;
  if (certificates !== null) {
    if (location !== null)
      throw invalid(`${at('ssl.truststore.certificates')} and ssl.truststore.location exclude each other`);
    return { ca: pem(certificates, at('ssl.truststore.certificates')) };
  }
  if (location === null || location === '') return {};
  const key = at('ssl.truststore.location');
  const store = await readStore(disk, location, { type: values.sslTruststoreType, key });
  if (store.type === 'PEM') return { ca: store.content };
  const found = trustedCertificates(store.content, values.sslTruststorePassword ?? '');
  if (typeof found === 'string') throw invalid(`${key}: ${location} cannot be used: ${found}`);
  return { ca: found };
}

/** Of the type that is asked for; JKS, Kafka's default, takes whatever the file is, as Java's does. */
async function readStore(
  disk: Pick<Disk, 'readFile'>,
  location: string,
  { type, key }: { type: string; key: string },
): Promise<Store> {
  const wanted = type.toUpperCase();
  if (!['JKS', 'PEM', 'PKCS12'].includes(wanted)) {
    throw invalid(`${key.replace('location', 'type')}: ${type} is none of PEM and PKCS12`);
  }
  const content = await readFile(disk, location, key);
  const actual = storeTypeOf(content);
  if (actual === 'JKS') {
    throw invalid(
      `${key}: ${location} is in Java's JKS, which Samsa does not read. Convert it: keytool -importkeystore ` +
        `-srckeystore ${location} -destkeystore ${location}.p12 -deststoretype PKCS12`,
    );
  }
  if (actual === null || (wanted !== 'JKS' && actual !== wanted)) {
    throw invalid(`${key}: ${location} is not in ${wanted === 'JKS' ? 'PEM or PKCS12' : wanted}`);
  }
  return { type: actual, content };
}

function storeTypeOf(content: Buffer): StoreType | 'JKS' | null {
  if (content.length >= 4 && [0xfeedfeed, 0xcececece].includes(content.readUInt32BE(0))) return 'JKS';
  if (content.includes('-----BEGIN ')) return 'PEM';
  return content[0] === 0x30 ? 'PKCS12' : null;
}

async function readFile(disk: Pick<Disk, 'readFile'>, location: string, key: string): Promise<Buffer> {
  try {
    return await disk.readFile(location);
  } catch (error) {
    if (!isDiskError(error)) throw error;
    throw invalid(`${key}: ${location} cannot be read (${error.code ?? error.message})`, error);
  }
}

function pem(text: string, key: string): string {
  if (text.includes('-----BEGIN ')) return text;
  throw invalid(
    `${key} is not PEM ("-----BEGIN …"): where it is a file, give ssl.keystore.location or ssl.truststore.location`,
  );
}

/** The older first. */
function enabledVersions({ sslEnabledProtocols }: BrokerConfigValues, at: KeyOf): Version[] {
  const unknown = sslEnabledProtocols.find((version) => !VERSIONS.includes(version as Version));
  if (unknown !== undefined || sslEnabledProtocols.length === 0) {
    throw invalid(`${at('ssl.enabled.protocols')}: ${unknown ?? 'nothing'} is none of ${VERSIONS.join(', ')}`);
  }
  return VERSIONS.filter((version) => sslEnabledProtocols.includes(version));
}

function cipherSuites({ sslCipherSuites }: BrokerConfigValues, at: KeyOf): { ciphers?: string } {
  if (sslCipherSuites.length === 0) return {};
  const wrong = sslCipherSuites.find((suite) => !/^[A-Za-z0-9_-]+$/.test(suite));
  if (wrong !== undefined) throw invalid(`${at('ssl.cipher.suites')}: ${wrong} is no cipher suite`);
  return { ciphers: sslCipherSuites.map(openSslName).join(':') };
}

/** `TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256` is `ECDHE-RSA-AES128-GCM-SHA256`; those of TLS 1.3 have one name everywhere. */
function openSslName(suite: string): string {
  const match = /^TLS_(\w+)_WITH_(\w+)$/.exec(suite);
  if (match === null) return suite;
  const exchange = match[1] === 'RSA' ? '' : `${match[1]!.replaceAll('_', '-')}-`;
  const cipher = match[2]!
    .replace(/^AES_(\d+)_CBC_/, 'AES$1_')
    .replace(/^AES_(\d+)_/, 'AES$1_')
    .replace(/^CHACHA20_POLY1305_SHA256$/, 'CHACHA20_POLY1305');
  return exchange + cipher.replaceAll('_', '-');
}

function invalid(sentence: string, cause?: unknown): KafkaError {
  return new KafkaError('INVALID_CONFIG', sentence, cause === undefined ? undefined : { cause });
}
