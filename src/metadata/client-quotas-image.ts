/** The quotas of clients (KIP-546, KIP-612): for an entity of a user, a client id, both or an address, values by key. */
import type { ClientQuotaRecord } from '#protocol';
import { metadataRecord } from './records.ts';
import type { MetadataRecord } from './records.ts';

/** Names by type (`user`, `client-id`, `ip`); null is the default of its type. */
export type QuotaEntity = ReadonlyMap<string, string | null>;

export interface EntityQuotas {
  readonly entity: QuotaEntity;
  /** Never empty. */
  readonly values: ReadonlyMap<string, number>;
}

interface MutableQuotas extends EntityQuotas {
  readonly values: Map<string, number>;
}

const NO_QUOTAS: ReadonlyMap<string, number> = new Map();

export class ClientQuotasImage {
  readonly #byEntity = new Map<string, MutableQuotas>();
  #count = 0;

  get size(): number {
    return this.#byEntity.size;
  }

  /** Of values, over all entities. */
  get count(): number {
    return this.#count;
  }

  entries(): IterableIterator<EntityQuotas> {
    return this.#byEntity.values();
  }

  /** What was set for exactly this entity, without what it inherits. */
  values(entity: QuotaEntity): ReadonlyMap<string, number> {
    return this.#byEntity.get(quotaEntityKey(entity))?.values ?? NO_QUOTAS;
  }

  replay(record: ClientQuotaRecord): void {
    const entity = new Map(record.entity.map(({ entityType, entityName }) => [entityType, entityName]));
    const key = quotaEntityKey(entity);
    const quotas = this.#byEntity.get(key);
    if (!record.remove) {
      if (quotas?.values.has(record.key) !== true) this.#count++;
      if (quotas === undefined) this.#byEntity.set(key, { entity, values: new Map([[record.key, record.value]]) });
      else quotas.values.set(record.key, record.value);
    } else if (quotas?.values.delete(record.key) === true) {
      this.#count--;
      if (quotas.values.size === 0) this.#byEntity.delete(key);
    }
  }

  records(): MetadataRecord[] {
    return [...this.#byEntity.values()].flatMap(({ entity, values }) =>
      [...values].map(([key, value]) => clientQuotaRecord(entity, key, value)),
    );
  }
}

/** An entity as the key of a map; in which order its types come makes no difference. */
export function quotaEntityKey(entity: QuotaEntity): string {
  return JSON.stringify([...entity].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The record that sets a value, or with null removes it. */
export function clientQuotaRecord(entity: QuotaEntity, key: string, value: number | null): MetadataRecord {
  return metadataRecord('ClientQuotaRecord', {
    entity: [...entity].map(([entityType, entityName]) => ({ entityType, entityName })),
    key,
    value: value ?? 0,
    remove: value === null,
  });
}
