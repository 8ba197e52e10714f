/**
 * Which limit holds for a user and a client id, of one kind of quota: the most specific that is set (KIP-55, KIP-124):
 *
 *   1 user + client id        4 default user + client id          7 client id
 *   2 user + default client   5 default user + default client     8 default client
 *   3 user                    6 default user
 *
 * What is set for a user shares one meter among its clients, what is set for a user and a client has a meter for each
 * pair, and what is set for a client id one for all users of that id: `meterKey` says which.
 */

/** Who a quota is for; null is the default, an absent part does not matter. */
export interface QuotaEntity {
  readonly user?: string | null | undefined;
  readonly clientId?: string | null | undefined;
}

export interface ResolvedQuota {
  readonly limit: number;
  /** Requests with the same key are measured together. */
  readonly meterKey: string;
}

export class QuotaTable {
  readonly #limits = new Map<string, number>();

  get isEmpty(): boolean {
    return this.#limits.size === 0;
  }

  set({ user, clientId }: QuotaEntity, limit: number): void {
    this.#limits.set(entityKey(user, clientId), limit);
  }

  /** Null where nothing limits this client. A client without an id is nobody's default. */
  resolve(user: string, clientId: string): ResolvedQuota | null {
    const id = clientId === '' ? undefined : clientId;
    const anyClient = clientId === '' ? undefined : null;
    return (
      this.#pair(user, { client: id, meterKey: pairKey(user, clientId) }) ??
      this.#pair(user, { client: anyClient, meterKey: pairKey(user, clientId) }) ??
      this.#found(entityKey(user, undefined), pairKey(user, '')) ??
      this.#pair(null, { client: id, meterKey: pairKey(user, clientId) }) ??
      this.#pair(null, { client: anyClient, meterKey: pairKey(user, clientId) }) ??
      this.#found(entityKey(null, undefined), pairKey(user, '')) ??
      this.#pair(undefined, { client: id, meterKey: pairKey('', clientId) }) ??
      this.#pair(undefined, { client: anyClient, meterKey: pairKey('', clientId) })
    );
  }

  #pair(
    user: string | null | undefined,
    { client, meterKey }: { client: string | null | undefined; meterKey: string },
  ): ResolvedQuota | null {
    return client === undefined ? null : this.#found(entityKey(user, client), meterKey);
  }

  #found(key: string, meterKey: string): ResolvedQuota | null {
    const limit = this.#limits.get(key);
    return limit === undefined ? null : { limit, meterKey };
  }
}

function pairKey(user: string, clientId: string): string {
  return `${user.length} ${user} ${clientId}`;
}

function entityKey(user: string | null | undefined, clientId: string | null | undefined): string {
  return `${partKey(user)} ${partKey(clientId)}`;
}

/** Names cannot be mixed up with what stands for no name, nor with where they end. */
function partKey(name: string | null | undefined): string {
  if (name === undefined) return '-';
  return name === null ? '*' : `=${name.length} ${name}`;
}
