/**
 * The subject of a certificate as Java writes it (`X500Principal.getName()`, RFC 2253), since Kafka's ACLs and mapping
 * rules are written for that form: the last part first, `CN=alice,OU=Payments,O=Example,C=DE`; attributes that RFC 2253
 * does not name by their numbers, with their bytes in hexadecimal.
 */
import {
  derChildren,
  derElement,
  derExpect,
  derObjectIdentifier,
  derSequence,
  derString,
  DerTag,
} from './der-reader.ts';
import type { DerElement } from './der-reader.ts';

const KEYWORDS: ReadonlyMap<string, string> = new Map([
  ['2.5.4.3', 'CN'],
  ['2.5.4.6', 'C'],
  ['2.5.4.7', 'L'],
  ['2.5.4.8', 'ST'],
  ['2.5.4.9', 'STREET'],
  ['2.5.4.10', 'O'],
  ['2.5.4.11', 'OU'],
  ['0.9.2342.19200300.100.1.1', 'UID'],
  ['0.9.2342.19200300.100.1.25', 'DC'],
]);

/** Of a certificate in DER. Throws a DerError for what is none. */
export function subjectOf(certificate: Buffer): string {
  const [toBeSigned] = derSequence(derElement(certificate));
  const fields = derSequence(toBeSigned);
  // Version, which may be missing, serial number, algorithm, issuer, validity, subject.
  const subject = fields[fields[0]?.tag === DerTag.CONTEXT_0 ? 5 : 4];
  return derSequence(subject).reverse().map(relativeName).join(',');
}

function relativeName(set: DerElement): string {
  return derChildren(derExpect(set, DerTag.SET)).map(attribute).join('+');
}

function attribute(element: DerElement): string {
  const [type, value] = derSequence(element);
  const identifier = derObjectIdentifier(type);
  const keyword = KEYWORDS.get(identifier);
  const text = value === undefined || keyword === undefined ? null : derString(value);
  if (text === null) return `${keyword ?? identifier}=#${value?.whole.toString('hex') ?? ''}`;
  return `${keyword}=${escaped(text)}`;
}

function escaped(text: string): string {
  return text.replace(/[,=+<>#;"\\]/g, '\\$&').replace(/^ +| +$/g, (blanks) => '\\ '.repeat(blanks.length));
}
