/**
 * Kafka's StandardAuthorizer (KIP-801): super users may do everything; otherwise one ACL that denies outweighs all that
 * allow, one that allows is enough, and what no ACL names at all is closed unless `allow.everyone.if.no.acl.found`.
 *
 * Allowing READ, WRITE, DELETE or ALTER allows DESCRIBE too, and ALTER_CONFIGS allows DESCRIBE_CONFIGS. Denying implies
 * nothing.
 */
import { ACL_WILDCARD, AclPatternType, AclPermissionType } from '#metadata';
import type { AccessControlEntry, AclChange } from '#metadata';
import { AclOperation, principalText } from '../authorization.ts';
import type { Authorizer, Requester } from '../authorization.ts';
import { AclIndex } from './acl-index.ts';
import type { AclsByPrincipal } from './acl-index.ts';
import { canonicalHost } from './host-address.ts';

/** The principal of ACLs for everybody. */
export const EVERYBODY = 'User:*';

export interface StandardAuthorizerOptions {
  /** As `type:name`. */
  readonly superUsers: Iterable<string>;
  /** What holds for resources that no ACL names. */
  readonly allowEveryoneIfNoAclFound: boolean;
}

/** What the ACLs of the patterns seen so far come to. */
interface Verdict {
  isDenied: boolean;
  isAllowed: boolean;
  hasAcls: boolean;
}

export class StandardAuthorizer implements Authorizer {
  readonly #superUsers: ReadonlySet<string>;
  readonly #allowEveryoneIfNoAclFound: boolean;
  readonly #index = new AclIndex();

  constructor({ superUsers, allowEveryoneIfNoAclFound }: StandardAuthorizerOptions) {
    this.#superUsers = new Set(superUsers);
    this.#allowEveryoneIfNoAclFound = allowEveryoneIfNoAclFound;
  }

  add(acl: AccessControlEntry): void {
    const host = canonicalHost(acl.host);
    this.#index.add(host === acl.host ? acl : { ...acl, host });
  }

  apply(changes: readonly AclChange[]): void {
    for (const { acl, isAdded } of changes) {
      if (isAdded) this.add(acl);
      else this.#index.remove(acl);
    }
  }

  isAllowed(
    requester: Requester,
    operation: number,
    resource: { readonly type: number; readonly name: string },
  ): boolean {
    const principal = principalText(requester.principal);
    if (this.#superUsers.has(principal)) return true;
    const host = canonicalHost(requester.host);
    const verdict: Verdict = { isDenied: false, isAllowed: false, hasAcls: false };
    this.#index.visit(resource.type, resource.name, (acls) => {
      verdict.hasAcls = true;
      judge(verdict, operation, { acls, principal, host });
      return !verdict.isDenied;
    });
    if (verdict.isDenied) return false;
    return verdict.isAllowed || (!verdict.hasAcls && this.#allowEveryoneIfNoAclFound);
  }

  isAllowedSomewhere(requester: Requester, operation: number, resourceType: number): boolean {
    // As Kafka asks it first: for super users, and for whom everything of a name that nobody uses is open.
    if (this.isAllowed(requester, operation, { type: resourceType, name: 'hardcode' })) return true;
    const host = canonicalHost(requester.host);
    const mine: AccessControlEntry[] = [];
    for (const principal of [principalText(requester.principal), EVERYBODY]) {
      for (const acl of this.#index.ofPrincipal(resourceType, principal)) {
        const isOfOperation = acl.operation === operation || acl.operation === AclOperation.ALL;
        if (isOfOperation && (acl.host === ACL_WILDCARD || acl.host === host)) mine.push(acl);
      }
    }
    return leavesSomething(mine);
  }
}

interface Asked {
  readonly acls: AclsByPrincipal;
  readonly principal: string;
  readonly host: string;
}

function judge(verdict: Verdict, operation: number, { acls, principal, host }: Asked): void {
  judgeAcls(verdict, operation, { acls: acls.get(principal), host });
  if (principal !== EVERYBODY) judgeAcls(verdict, operation, { acls: acls.get(EVERYBODY), host });
}

function judgeAcls(
  verdict: Verdict,
  operation: number,
  { acls, host }: { acls: readonly AccessControlEntry[] | undefined; host: string },
): void {
  if (acls === undefined) return;
  for (const acl of acls) {
    if (acl.host !== ACL_WILDCARD && acl.host !== host) continue;
    if (acl.permissionType === AclPermissionType.ALLOW) {
      verdict.isAllowed ||= allows(acl.operation, operation);
    } else {
      verdict.isDenied ||= acl.operation === operation || acl.operation === AclOperation.ALL;
    }
  }
}

/** Whether being allowed one operation allows the other. */
export function allows(allowed: number, operation: number): boolean {
  if (allowed === operation || allowed === AclOperation.ALL) return true;
  if (operation === AclOperation.DESCRIBE_CONFIGS) return allowed === AclOperation.ALTER_CONFIGS;
  if (operation !== AclOperation.DESCRIBE) return false;
  return (
    allowed === AclOperation.READ ||
    allowed === AclOperation.WRITE ||
    allowed === AclOperation.DELETE ||
    allowed === AclOperation.ALTER
  );
}

/** Whether the ACLs allow any name that they do not deny (KIP-679). */
function leavesSomething(acls: readonly AccessControlEntry[]): boolean {
  const denied = acls.filter(({ permissionType }) => permissionType === AclPermissionType.DENY);
  const literals = new Set(denied.filter(isLiteral).map(({ resourceName }) => resourceName));
  if (literals.has(ACL_WILDCARD)) return false;
  const prefixes = new Set(denied.filter((acl) => !isLiteral(acl)).map(({ resourceName }) => resourceName));
  return acls.some((acl) => {
    if (acl.permissionType !== AclPermissionType.ALLOW) return false;
    if (!isLiteral(acl)) return !hasPrefixAmong(acl.resourceName, prefixes);
    if (acl.resourceName === ACL_WILDCARD) return true;
    return !literals.has(acl.resourceName) && !hasPrefixAmong(acl.resourceName, prefixes);
  });
}

function isLiteral({ patternType }: AccessControlEntry): boolean {
  return patternType !== AclPatternType.PREFIXED;
}

function hasPrefixAmong(name: string, prefixes: ReadonlySet<string>): boolean {
  if (prefixes.size === 0) return false;
  for (let length = 1; length <= name.length; length++) {
    if (prefixes.has(name.slice(0, length))) return true;
  }
  return false;
}
