/**
 * Which content type an answer gets by the request's Accept, and which a request may have (RFC 9110 §12.5.1). The first
 * of the offered types wins where the client likes several alike: it is what Confluent's server prefers.
 */

export const REGISTRY_JSON = 'application/vnd.schemaregistry.v1+json';

/** What answers can be, each with what the server itself thinks of it. */
const OFFERED: readonly (readonly [type: string, quality: number])[] = [
  [REGISTRY_JSON, 1],
  ['application/vnd.schemaregistry+json', 0.9],
  ['application/json', 0.5],
];
/** What bodies may be; none at all counts as the last. */
const TAKEN: ReadonlySet<string> = new Set([...OFFERED.map(([type]) => type), 'application/octet-stream']);
/** Clients send a handful. */
const MAX_RANGES = 64;

/** Null where nothing that is offered is accepted. */
export function negotiate(accept: string | undefined): string | null {
  if (accept === undefined || accept === '' || accept === '*/*' || accept === REGISTRY_JSON) return REGISTRY_JSON;
  const ranges = accept.split(',', MAX_RANGES).map(rangeOf);
  let best: string | null = null;
  let bestQuality = 0;
  for (const [type, ownQuality] of OFFERED) {
    const quality = qualityOf(type, ranges);
    // The client's wish counts first, ours among what it likes alike.
    const weighed = quality === 0 ? 0 : quality * 10 + ownQuality;
    if (weighed > bestQuality) [best, bestQuality] = [type, weighed];
  }
  return best;
}

export function isTakenAsBody(contentType: string | undefined): boolean {
  if (contentType === undefined || contentType === '') return true;
  return TAKEN.has((contentType.split(';', 1)[0] ?? '').trim().toLowerCase());
}

interface MediaRange {
  readonly type: string;
  readonly subtype: string;
  readonly quality: number;
}

function rangeOf(text: string): MediaRange {
  const [name = '', ...parameters] = text.split(';');
  const [type = '', subtype = ''] = name.trim().toLowerCase().split('/', 2);
  const quality = parameters.map((parameter) => /^\s*q\s*=\s*(\S+)\s*$/i.exec(parameter)?.[1]).find(Boolean);
  const number = quality === undefined ? 1 : Number(quality);
  return { type, subtype, quality: number >= 0 && number <= 1 ? number : 0 };
}

/** By the range that says most about the type. */
function qualityOf(offered: string, ranges: readonly MediaRange[]): number {
  const [offeredType = '', offeredSubtype = ''] = offered.split('/', 2);
  let quality = 0;
  let precision = -1;
  for (const { type, subtype, quality: given } of ranges) {
    const matches = (type === '*' || type === offeredType) && (subtype === '*' || subtype === offeredSubtype);
    const own = Number(type !== '*') + Number(subtype !== '*');
    if (!matches || own < precision) continue;
    quality = own === precision ? Math.max(quality, given) : given;
    precision = own;
  }
  return quality;
}
