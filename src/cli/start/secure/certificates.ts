/**
 * An authority of one's own and certificates by it (X.509 v3, RFC 5280), with elliptic curve keys (P-256). Keys and
 * signatures are `node:crypto`'s; only what is signed is put together here (docs/decisions/0019-transport-security.md).
 */
import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  randomBytes,
  sign,
  X509Certificate,
} from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { isIP } from 'node:net';
import {
  der,
  derBits,
  derBoolean,
  derNumber,
  derObject,
  derOctets,
  derSequenceOf,
  derSetOf,
  derTime,
  derUtf8,
} from './der-writer.ts';

/** In PEM. */
export interface CertificateAndKey {
  readonly certificate: string;
  /** PKCS #8. */
  readonly key: string;
}

export interface Validity {
  readonly from: Date;
  readonly until: Date;
}

const ECDSA_WITH_SHA256 = derSequenceOf(derObject('1.2.840.10045.4.3.2'));
const SERIAL_BYTES = 16;
const DAY_MS = 86_400_000;
/** Clocks that are a little late must not find a certificate from the future. */
const BACKDATED_MS = 3_600_000;

/** From an hour ago on. */
export function validFor(days: number, now: Date): Validity {
  return { from: new Date(now.getTime() - BACKDATED_MS), until: new Date(now.getTime() + days * DAY_MS) };
}

/** An authority that signs certificates of servers and clients, and no further authorities. */
export function createAuthority(commonName: string, validity: Validity): CertificateAndKey {
  const { publicKey, privateKey } = newKeys();
  const subject = nameOf(commonName);
  const extensions = [
    extension('2.5.29.19', derSequenceOf(derBoolean(true), derNumber(Buffer.from([0]))), true),
    // keyCertSign, cRLSign
    extension('2.5.29.15', derBits(Buffer.from([0x06]), 1), true),
    extension('2.5.29.14', derOctets(keyIdentifier(publicKey))),
  ];
  return certify({ subject, publicKey, privateKey, extensions, validity }, { issuer: subject, key: privateKey });
}

/** For a server under these names and addresses, the first of which is its common name. */
export function createServerCertificate(
  authority: CertificateAndKey,
  hosts: readonly string[],
  validity: Validity,
): CertificateAndKey {
  const names = derSequenceOf(...hosts.map(alternativeName));
  return createCertificate(authority, {
    commonName: hosts[0] ?? 'localhost',
    validity,
    usage: '1.3.6.1.5.5.7.3.1',
    extensions: [extension('2.5.29.17', names)],
  });
}

/** For a client, who is `CN=<commonName>`. */
export function createClientCertificate(
  authority: CertificateAndKey,
  commonName: string,
  validity: Validity,
): CertificateAndKey {
  return createCertificate(authority, { commonName, validity, usage: '1.3.6.1.5.5.7.3.2', extensions: [] });
}

interface CertificateOptions {
  readonly commonName: string;
  readonly validity: Validity;
  /** Extended key usage. */
  readonly usage: string;
  readonly extensions: readonly Buffer[];
}

function createCertificate(authority: CertificateAndKey, options: CertificateOptions): CertificateAndKey {
  const { publicKey, privateKey } = newKeys();
  const issuer = new X509Certificate(authority.certificate);
  const issuerKey = keyIdentifier(createPublicKey(authority.key));
  const extensions = [
    extension('2.5.29.19', derSequenceOf(), true),
    // digitalSignature
    extension('2.5.29.15', derBits(Buffer.from([0x80]), 7), true),
    extension('2.5.29.37', derSequenceOf(derObject(options.usage))),
    extension('2.5.29.14', derOctets(keyIdentifier(publicKey))),
    extension('2.5.29.35', derSequenceOf(der(0x80, issuerKey))),
    ...options.extensions,
  ];
  const subject = nameOf(options.commonName);
  const made = { subject, publicKey, privateKey, extensions, validity: options.validity };
  return certify(made, { issuer: nameOf(commonNameOf(issuer)), key: createPrivateKey(authority.key) });
}

interface ToBeCertified {
  readonly subject: Buffer;
  readonly publicKey: KeyObject;
  readonly privateKey: KeyObject;
  readonly extensions: readonly Buffer[];
  readonly validity: Validity;
}

function certify(made: ToBeCertified, { issuer, key }: { issuer: Buffer; key: KeyObject }): CertificateAndKey {
  const { subject, publicKey, privateKey, extensions, validity } = made;
  const toBeSigned = derSequenceOf(
    der(0xa0, derNumber(Buffer.from([2]))),
    derNumber(serialNumber()),
    ECDSA_WITH_SHA256,
    issuer,
    derSequenceOf(derTime(validity.from), derTime(validity.until)),
    subject,
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, derSequenceOf(...extensions)),
  );
  const certificate = derSequenceOf(toBeSigned, ECDSA_WITH_SHA256, derBits(sign('sha256', toBeSigned, key)));
  return {
    certificate: new X509Certificate(certificate).toString(),
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }),
  };
}

function newKeys(): { publicKey: KeyObject; privateKey: KeyObject } {
  return generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
}

/** Positive, and never zero. */
function serialNumber(): Buffer {
  const bytes = randomBytes(SERIAL_BYTES);
  bytes[0] = (bytes[0]! & 0x7f) | 0x40;
  return bytes;
}

function nameOf(commonName: string): Buffer {
  return derSequenceOf(derSetOf(derSequenceOf(derObject('2.5.4.3'), derUtf8(commonName))));
}

/** Of a certificate that was made here: its name has no other part. */
function commonNameOf(certificate: X509Certificate): string {
  return certificate.subject.replace(/^CN=/, '');
}

/** RFC 5280 §4.2.1.2, the first way. */
function keyIdentifier(publicKey: KeyObject): Buffer {
  const { x, y } = publicKey.export({ format: 'jwk' });
  const point = Buffer.concat([Buffer.from([4]), Buffer.from(x ?? '', 'base64url'), Buffer.from(y ?? '', 'base64url')]);
  return createHash('sha1').update(point).digest();
}

function extension(identifier: string, value: Buffer, isCritical: boolean = false): Buffer {
  const critical = isCritical ? [derBoolean(true)] : [];
  return derSequenceOf(derObject(identifier), ...critical, derOctets(value));
}

function alternativeName(host: string): Buffer {
  switch (isIP(host)) {
    case 4:
      return der(0x87, Buffer.from(host.split('.').map(Number)));
    case 6:
      return der(0x87, addressBytes(host));
    default:
      return der(0x82, Buffer.from(host, 'latin1'));
  }
}

/** The sixteen bytes of an IPv6 address, which URL writes out in one way. */
function addressBytes(host: string): Buffer {
  const plain = new URL(`http://[${host}]`).hostname.slice(1, -1);
  const [left = '', right] = plain.split('::');
  const groups = (text: string): string[] => text.split(':').filter((group) => group !== '');
  const ends = right === undefined ? [] : groups(right);
  const starts = groups(left);
  const zeros = Array.from({ length: 8 - starts.length - ends.length }, () => '0');
  const all = [...starts, ...zeros, ...ends].map((group) => Number.parseInt(group, 16));
  return Buffer.from(all.flatMap((group) => [group >> 8, group & 0xff]));
}
