/**
 * The delegation tokens of the cluster (KIP-48, KIP-900) by id. Their secret is not among it: it follows from the id and the
 * brokers' `delegation.token.secret.key`.
 */
import type { DelegationTokenRecord, RemoveDelegationTokenRecord } from '#protocol';
import { metadataRecord } from './records.ts';
import type { MetadataRecord } from './records.ts';

/** Principals are `User:name`; times are milliseconds since the epoch. A token lives while `expirationTimestamp` is not past. */
export type DelegationToken = Readonly<Omit<DelegationTokenRecord, 'renewers'>> & {
  readonly renewers: readonly string[];
};

export class DelegationTokenImage {
  readonly #byId = new Map<string, DelegationToken>();

  get byId(): ReadonlyMap<string, DelegationToken> {
    return this.#byId;
  }

  replaySet(record: DelegationTokenRecord): void {
    this.#byId.set(record.tokenId, record);
  }

  replayRemove({ tokenId }: RemoveDelegationTokenRecord): void {
    this.#byId.delete(tokenId);
  }

  records(): MetadataRecord[] {
    return [...this.#byId.values()].map((token) =>
      metadataRecord('DelegationTokenRecord', { ...token, renewers: [...token.renewers] }),
    );
  }
}
