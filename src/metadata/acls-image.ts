/** The access control entries of the cluster (KIP-11, KIP-801), by the id that the controller gave each. */
import { assert } from '#kernel';
import type { AccessControlEntryRecord, RemoveAccessControlEntryRecord } from '#protocol';
import type { MetadataDelta } from './delta.ts';
import { metadataRecord } from './records.ts';
import type { MetadataRecord } from './records.ts';

/** One ACL: who (`User:name` from a host) may or may not do what to which resources, in the numbers of the protocol. */
export type AccessControlEntry = Readonly<AccessControlEntryRecord>;

export class AclsImage {
  readonly #byId = new Map<string, AccessControlEntry>();
  /** What each says, so that the same is not kept twice. */
  readonly #contents = new Set<string>();

  get byId(): ReadonlyMap<string, AccessControlEntry> {
    return this.#byId;
  }

  /** Whether there is an ACL that says the same, whatever its id. */
  has(acl: Omit<AccessControlEntry, 'id'>): boolean {
    return this.#contents.has(aclContent(acl));
  }

  replayAdd(record: AccessControlEntryRecord, delta?: MetadataDelta): void {
    assert(!this.#byId.has(record.id), `the id ${record.id} is given to one ACL`);
    this.#byId.set(record.id, record);
    this.#contents.add(aclContent(record));
    delta?.aclChanged(record, true);
  }

  replayRemove({ id }: RemoveAccessControlEntryRecord, delta?: MetadataDelta): void {
    const acl = this.#byId.get(id);
    assert(acl !== undefined, `ACL ${id} exists before it is removed`);
    this.#byId.delete(id);
    this.#contents.delete(aclContent(acl));
    delta?.aclChanged(acl, false);
  }

  records(): MetadataRecord[] {
    return [...this.#byId.values()].map((acl) => metadataRecord('AccessControlEntryRecord', { ...acl }));
  }
}

/** What an ACL says as one text. Names may hold anything, hence JSON. */
export function aclContent(acl: Omit<AccessControlEntry, 'id'>): string {
  const { resourceType, resourceName, patternType, principal, host, operation, permissionType } = acl;
  return JSON.stringify([resourceType, resourceName, patternType, principal, host, operation, permissionType]);
}
