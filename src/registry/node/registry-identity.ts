/**
 * What the registries of a group say to each other by Kafka's group protocol, and who of them leads: protocol type `sr`,
 * protocol `v0`, JSON in UTF-8, as Confluent's speak it, so that both can be members of one group.
 *
 * Invariant: every member that is the group's leader comes to the same assignment for the same members.
 */
import type { MemberMetadata } from '#client';

export const PROTOCOL_TYPE = 'sr';
export const PROTOCOL_NAME = 'v0';
const VERSION = 1;
const NO_ERROR = 0;
/** Two members have the same URL. */
const DUPLICATE_URLS = 1;

export interface RegistryAddress {
  readonly scheme: string;
  readonly host: string;
  readonly port: number;
}

export interface RegistryIdentity extends RegistryAddress {
  /** It may become leader. */
  readonly isEligible: boolean;
  /** It is the leader at present. */
  readonly isLeader: boolean;
}

export interface LeaderAssignment {
  readonly error: number;
  /** Null where nobody may lead. */
  readonly memberId: string | null;
  readonly leader: RegistryIdentity | null;
}

export function urlOf({ scheme, host, port }: RegistryAddress): string {
  return `${scheme}://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

export function printIdentity(identity: RegistryIdentity): Buffer {
  return Buffer.from(JSON.stringify(identityJson(identity)));
}

/** Null for bytes that are no identity. */
export function parseIdentity(bytes: Buffer): RegistryIdentity | null {
  return identityOf(parseJson(bytes));
}

function printAssignment({ error, memberId, leader }: LeaderAssignment): Buffer {
  const identity = leader === null ? null : identityJson(leader);
  return Buffer.from(JSON.stringify({ version: VERSION, error, master: memberId, master_identity: identity }));
}

/** Null for bytes that are no assignment. */
export function parseAssignment(bytes: Buffer): LeaderAssignment | null {
  const json = parseJson(bytes);
  if (json === null || typeof json['error'] !== 'number') return null;
  const { error, master, master_identity: identity } = json;
  const memberId = typeof master === 'string' ? master : null;
  return { error, memberId, leader: identityOf(identity) };
}

export function isDuplicateUrls({ error }: LeaderAssignment): boolean {
  return error === DUPLICATE_URLS;
}

/**
 * Of the members that may lead, the one that does already where leadership is to stay, else the one whose URL is the
 * smallest text. Where two have the same URL nobody could be forwarded to, so nobody leads.
 */
export function electLeader(members: readonly MemberMetadata[], isSticky: boolean): ReadonlyMap<string, Buffer> {
  const known: { memberId: string; identity: RegistryIdentity; url: string }[] = [];
  for (const { memberId, metadata } of members) {
    const identity = parseIdentity(metadata);
    if (identity !== null) known.push({ memberId, identity, url: urlOf(identity) });
  }
  const hasDuplicates = new Set(known.map(({ url }) => url)).size < known.length;
  const eligible = known.filter(({ identity }) => identity.isEligible);
  eligible.sort((left, right) => (left.url < right.url ? -1 : 1));
  const present = isSticky ? eligible.find(({ identity }) => identity.isLeader) : undefined;
  const elected = hasDuplicates ? undefined : (present ?? eligible[0]);
  const assignment = printAssignment({
    error: hasDuplicates ? DUPLICATE_URLS : NO_ERROR,
    memberId: elected?.memberId ?? null,
    leader: elected === undefined ? null : elected.identity,
  });
  return new Map(members.map(({ memberId }) => [memberId, assignment]));
}

function identityJson({ scheme, host, port, isEligible, isLeader }: RegistryIdentity): object {
  return { version: VERSION, host, port, master_eligibility: isEligible, scheme, leader: isLeader };
}

function identityOf(json: unknown): RegistryIdentity | null {
  if (typeof json !== 'object' || json === null) return null;
  const { host, port, master_eligibility: isEligible, scheme, leader } = json as Record<string, unknown>;
  if (typeof host !== 'string' || typeof port !== 'number') return null;
  // Those of before 5.1 tell no scheme, those of before 7 not whether they lead.
  return {
    scheme: typeof scheme === 'string' ? scheme : 'http',
    host,
    port,
    isEligible: isEligible === true,
    isLeader: leader === true,
  };
}

function parseJson(bytes: Buffer): Record<string, unknown> | null {
  try {
    const json: unknown = JSON.parse(bytes.toString());
    return typeof json === 'object' && json !== null ? (json as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}
