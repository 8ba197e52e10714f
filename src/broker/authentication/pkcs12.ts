/**
 * The certificates of a PKCS #12 store (RFC 7292), for trust stores: OpenSSL, through which keys and their certificates are
 * read, does not give those that have no key. Stores as Java and OpenSSL write them for years are read: certificates in the
 * open or encrypted by PBES2 (RFC 8018) with AES. The password's check sum over the whole is not looked at: who could change
 * the file could as well change the config that names it.
 */
import { createDecipheriv, pbkdf2Sync, X509Certificate } from 'node:crypto';
import {
  derChildren,
  derElement,
  DerError,
  derExpect,
  derInteger,
  derObjectIdentifier,
  derSequence,
  DerTag,
  type DerElement,
} from './der-reader.ts';

const DATA = '1.2.840.113549.1.7.1';
const ENCRYPTED_DATA = '1.2.840.113549.1.7.6';
const CERTIFICATE_BAG = '1.2.840.113549.1.12.10.1.3';
const X509 = '1.2.840.113549.1.9.22.1';
const PBES2 = '1.2.840.113549.1.5.13';
const PBKDF2 = '1.2.840.113549.1.5.12';
const CIPHERS: ReadonlyMap<string, { readonly name: string; readonly keyBytes: number }> = new Map([
  ['2.16.840.1.101.3.4.1.2', { name: 'aes-128-cbc', keyBytes: 16 }],
  ['2.16.840.1.101.3.4.1.22', { name: 'aes-192-cbc', keyBytes: 24 }],
  ['2.16.840.1.101.3.4.1.42', { name: 'aes-256-cbc', keyBytes: 32 }],
]);
const HASHES: ReadonlyMap<string, string> = new Map([
  ['1.2.840.113549.2.7', 'sha1'],
  ['1.2.840.113549.2.9', 'sha256'],
  ['1.2.840.113549.2.10', 'sha384'],
  ['1.2.840.113549.2.11', 'sha512'],
]);
const MAX_ITERATIONS = 10_000_000;
/** The content of a `[0]` that stands for an octet string. */
const IMPLICIT_0 = 0x80;

/** The certificates in PEM, or why they cannot be had. */
export function trustedCertificates(store: Buffer, password: string): string[] | string {
  try {
    const [, authenticatedSafe] = derSequence(derElement(store));
    const certificates = derSequence(derElement(dataOf(authenticatedSafe))).flatMap((part) =>
      certificatesOf(part, password),
    );
    return certificates.length === 0 ? 'there is no certificate in it' : certificates;
  } catch (error) {
    if (error instanceof DerError) return error.message;
    return `its password is wrong (${error instanceof Error ? error.message : String(error)})`;
  }
}

/** Of a ContentInfo that holds plain data. */
function dataOf(contentInfo: DerElement | undefined): Buffer {
  const [type, content] = derSequence(contentInfo);
  if (derObjectIdentifier(type) !== DATA) throw new DerError('it is signed, which is not supported');
  return octets(derChildren(derExpect(content, DerTag.CONTEXT_0))[0]);
}

function octets(element: DerElement | undefined): Buffer {
  return derExpect(element, DerTag.OCTET_STRING).content;
}

function certificatesOf(contentInfo: DerElement, password: string): string[] {
  const [type, content] = derSequence(contentInfo);
  switch (derObjectIdentifier(type)) {
    case DATA:
      return fromBags(dataOf(contentInfo));
    case ENCRYPTED_DATA:
      return fromBags(decrypted(derChildren(derExpect(content, DerTag.CONTEXT_0))[0], password));
    default:
      return [];
  }
}

function fromBags(safeContents: Buffer): string[] {
  return derSequence(derElement(safeContents)).flatMap((bag) => {
    const [type, value] = derSequence(bag);
    if (derObjectIdentifier(type) !== CERTIFICATE_BAG) return [];
    const [kind, certificate] = derSequence(derChildren(derExpect(value, DerTag.CONTEXT_0))[0]);
    if (derObjectIdentifier(kind) !== X509) return [];
    return [new X509Certificate(octets(derChildren(derExpect(certificate, DerTag.CONTEXT_0))[0])).toString()];
  });
}

function decrypted(encryptedData: DerElement | undefined, password: string): Buffer {
  const [, info] = derSequence(encryptedData);
  const [, algorithm, content] = derSequence(info);
  const [scheme, parameters] = derSequence(algorithm);
  if (derObjectIdentifier(scheme) !== PBES2) {
    throw new DerError('it is encrypted in an old way; write it anew with a current keytool or openssl pkcs12');
  }
  const [derivation, encryption] = derSequence(parameters);
  const [cipherType, iv] = derSequence(encryption);
  const cipher = CIPHERS.get(derObjectIdentifier(cipherType));
  if (cipher === undefined) throw new DerError('it is encrypted with something else than AES');
  const key = derivedKey(derivation, password, cipher.keyBytes);
  const decipher = createDecipheriv(cipher.name, key, octets(iv));
  return Buffer.concat([decipher.update(derExpect(content, IMPLICIT_0).content), decipher.final()]);
}

function derivedKey(derivation: DerElement | undefined, password: string, keyBytes: number): Buffer {
  const [type, parameters] = derSequence(derivation);
  if (derObjectIdentifier(type) !== PBKDF2) throw new DerError('its key is derived with something else than PBKDF2');
  const [salt, rounds, ...rest] = derSequence(parameters);
  const iterations = derInteger(rounds);
  const prf = rest.find(({ tag }) => tag === DerTag.SEQUENCE);
  const hash = prf === undefined ? 'sha1' : HASHES.get(derObjectIdentifier(derSequence(prf)[0]));
  if (hash === undefined || iterations < 1 || iterations > MAX_ITERATIONS) {
    throw new DerError('its key is derived in a way that is not supported');
  }
  return pbkdf2Sync(Buffer.from(password, 'utf8'), octets(salt), iterations, keyBytes, hash);
}
