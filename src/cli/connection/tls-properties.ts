/**
 * From the `ssl.*` properties of a Java client to the `tls` option of a client here (KIP-651): PEM as files or in the
 * properties themselves, and PKCS#12 for the client's own key. Java's own key store format is refused with the command
 * that converts it.
 */
import { readFileSync } from 'node:fs';
import { UsageError } from '../exit-code.ts';

export interface TlsFromProperties {
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
  readonly passphrase?: string;
  readonly pfx?: Buffer;
  readonly rejectUnauthorized?: boolean;
}

/** Undefined where the security protocol has no TLS. Takes what it understands out of `properties`. */
export function takeTls(properties: Map<string, string>): TlsFromProperties | undefined {
  const take = (key: string): string | undefined => {
    const value = properties.get(key);
    properties.delete(key);
    return value === '' ? undefined : value;
  };
  const tls = { ...trusted(take), ...ownKey(take) };
  const algorithm = properties.get('ssl.endpoint.identification.algorithm');
  for (const key of UNUSED) properties.delete(key);
  const protocol = properties.get('security.protocol')?.toUpperCase();
  const isWanted = protocol === undefined ? Object.keys(tls).length > 0 : protocol.endsWith('SSL');
  if (isWanted && algorithm === '') {
    throw new UsageError(
      'An empty ssl.endpoint.identification.algorithm would trust any host with any certificate of the CA: give the broker a certificate with its host name, or connect by the name that its certificate has.',
    );
  }
  return isWanted ? tls : undefined;
}

type Take = (key: string) => string | undefined;

/** What the TLS of Node.js settles by itself. */
const UNUSED = [
  'ssl.endpoint.identification.algorithm',
  'ssl.protocol',
  'ssl.enabled.protocols',
  'ssl.provider',
  'ssl.keymanager.algorithm',
  'ssl.trustmanager.algorithm',
  'ssl.secure.random.implementation',
];

function trusted(take: Take): TlsFromProperties {
  const inline = take('ssl.truststore.certificates');
  const librdkafka = take('ssl.ca.location');
  const file = take('ssl.truststore.location') ?? librdkafka;
  const type = take('ssl.truststore.type');
  take('ssl.truststore.password');
  if (inline !== undefined) return { ca: inline };
  if (file === undefined) return {};
  const ca = readPem(file, 'ssl.truststore.location');
  if (ca !== null) return { ca };
  throw new UsageError(
    `${file} is a ${type ?? 'JKS'} trust store, and only PEM is read: convert it with keytool -list -rfc -keystore ${file} > ca.pem, and give ssl.truststore.location=ca.pem and ssl.truststore.type=PEM.`,
  );
}

function ownKey(take: Take): TlsFromProperties {
  const passphrase = take('ssl.key.password') ?? take('ssl.keystore.password');
  take('ssl.keystore.password');
  const withPassphrase = passphrase === undefined ? {} : { passphrase };
  const chain = take('ssl.keystore.certificate.chain') ?? readGiven(take('ssl.certificate.location'));
  const key = take('ssl.keystore.key') ?? readGiven(take('ssl.key.location'));
  const file = take('ssl.keystore.location');
  take('ssl.keystore.type');
  if (chain !== undefined && key !== undefined) return { cert: chain, key, ...withPassphrase };
  if (file === undefined) return {};
  const pem = readPem(file, 'ssl.keystore.location');
  if (pem !== null) return { cert: pem, key: pem, ...withPassphrase };
  const bytes = readFileSync(file);
  if (bytes[0] === DER_SEQUENCE) return { pfx: bytes, ...withPassphrase };
  throw new UsageError(
    `${file} is a JKS key store, and only PEM and PKCS12 are read: convert it with keytool -importkeystore -srckeystore ${file} -destkeystore client.p12 -deststoretype PKCS12.`,
  );
}

/** What a PKCS#12 file begins with; a JKS file begins with FE ED. */
const DER_SEQUENCE = 0x30;

function readGiven(file: string | undefined): string | undefined {
  return file === undefined ? undefined : readFileSync(file, 'utf8');
}

/** Null where the file is no PEM. */
function readPem(file: string, property: string): string | null {
  const text = readText(file, property);
  return text.includes('-----BEGIN ') ? text : null;
}

function readText(file: string, property: string): string {
  try {
    return readFileSync(file, 'latin1');
  } catch (error) {
    throw new UsageError(`${property}: ${file} cannot be read (${(error as NodeJS.ErrnoException).code}).`, {
      cause: error,
    });
  }
}
