/**
 * The ACLs of a cluster, kept so that those which matter to one resource and one principal are found without a look at
 * the others: by kind of resource and name (as it is, as a prefix, or `*` for all names), then by principal.
 *
 * Prefixes are found by their lengths. There are as many look-ups as different lengths, and never one per ACL.
 */
import { ACL_WILDCARD, AclPatternType } from '#metadata';
import type { AccessControlEntry } from '#metadata';

/** ACLs on one resource pattern by principal. */
export type AclsByPrincipal = ReadonlyMap<string, readonly AccessControlEntry[]>;

interface Acls {
  readonly literal: Map<string, Map<string, AccessControlEntry[]>>;
  readonly prefixed: Map<string, Map<string, AccessControlEntry[]>>;
  /** How many patterns in `prefixed` have a length. */
  readonly prefixLengths: Map<number, number>;
  readonly byPrincipal: Map<string, Set<AccessControlEntry>>;
}

export class AclIndex {
  readonly #byType = new Map<number, Acls>();
  readonly #byId = new Map<string, AccessControlEntry>();

  get size(): number {
    return this.#byId.size;
  }

  add(acl: AccessControlEntry): void {
    this.#byId.set(acl.id, acl);
    const acls = this.#acls(acl.resourceType);
    const patterns = acl.patternType === AclPatternType.PREFIXED ? acls.prefixed : acls.literal;
    let pattern = patterns.get(acl.resourceName);
    if (pattern === undefined) {
      patterns.set(acl.resourceName, (pattern = new Map()));
      if (patterns === acls.prefixed) count(acls.prefixLengths, acl.resourceName.length, 1);
    }
    const sameResource = pattern.get(acl.principal);
    if (sameResource === undefined) pattern.set(acl.principal, [acl]);
    else sameResource.push(acl);
    const samePrincipal = acls.byPrincipal.get(acl.principal);
    if (samePrincipal === undefined) acls.byPrincipal.set(acl.principal, new Set([acl]));
    else samePrincipal.add(acl);
  }

  remove({ id }: Pick<AccessControlEntry, 'id'>): void {
    const acl = this.#byId.get(id);
    if (acl === undefined) return;
    this.#byId.delete(id);
    const acls = this.#acls(acl.resourceType);
    const patterns = acl.patternType === AclPatternType.PREFIXED ? acls.prefixed : acls.literal;
    const pattern = patterns.get(acl.resourceName)!;
    const rest = pattern.get(acl.principal)!.filter((other) => other !== acl);
    if (rest.length > 0) pattern.set(acl.principal, rest);
    else pattern.delete(acl.principal);
    if (pattern.size === 0) {
      patterns.delete(acl.resourceName);
      if (patterns === acls.prefixed) count(acls.prefixLengths, acl.resourceName.length, -1);
    }
    const samePrincipal = acls.byPrincipal.get(acl.principal)!;
    samePrincipal.delete(acl);
    if (samePrincipal.size === 0) acls.byPrincipal.delete(acl.principal);
  }

  /** Calls `visit` with the ACLs of every pattern that matches the resource; once it gives false, no further. */
  visit(type: number, name: string, visit: (acls: AclsByPrincipal) => boolean): void {
    const acls = this.#byType.get(type);
    if (acls === undefined) return;
    const literal = acls.literal.get(name);
    if (literal !== undefined && !visit(literal)) return;
    const all = name === ACL_WILDCARD ? undefined : acls.literal.get(ACL_WILDCARD);
    if (all !== undefined && !visit(all)) return;
    for (const length of acls.prefixLengths.keys()) {
      if (length > name.length) continue;
      const prefixed = acls.prefixed.get(name.slice(0, length));
      if (prefixed !== undefined && !visit(prefixed)) return;
    }
  }

  /** The ACLs that name this principal, of one kind of resource. */
  *ofPrincipal(type: number, principal: string): IterableIterator<AccessControlEntry> {
    const acls = this.#byType.get(type)?.byPrincipal.get(principal);
    if (acls !== undefined) yield* acls;
  }

  #acls(type: number): Acls {
    let acls = this.#byType.get(type);
    if (acls === undefined) {
      acls = { literal: new Map(), prefixed: new Map(), prefixLengths: new Map(), byPrincipal: new Map() };
      this.#byType.set(type, acls);
    }
    return acls;
  }
}

function count(counts: Map<number, number>, key: number, change: number): void {
  const total = (counts.get(key) ?? 0) + change;
  if (total > 0) counts.set(key, total);
  else counts.delete(key);
}
