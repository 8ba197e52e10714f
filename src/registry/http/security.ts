/**
 * Who asks, and what they may do: a seam, since both are the broker's to say where there is one. Subjects have no ACLs of
 * their own in Kafka: a subject is guarded as the topic whose records it describes.
 */
import type { HttpPeer } from './http-exchange.ts';
import type { RegistryAccess } from './operation.ts';

export interface RegistryPrincipal {
  /** `User`. */
  readonly type: string;
  readonly name: string;
}

/** A requester and where they come from, as authorizers want to know it. */
export interface RegistryRequester {
  readonly principal: RegistryPrincipal;
  readonly host: string;
}

export interface RegistrySecurity {
  /** For `WWW-Authenticate`, as `Basic realm="registry"`. */
  readonly challenges: readonly string[];
  /** Null where the requester has to log in, or could not. */
  authenticate(authorization: string | undefined, peer: HttpPeer): Promise<RegistryPrincipal | null>;
  isAllowed(requester: RegistryRequester, guarded: GuardedBy): boolean;
}

/** The ACL that decides: an operation of Kafka's and its resource. */
export interface GuardedBy {
  readonly operation: 'DESCRIBE' | 'WRITE' | 'DELETE' | 'ALTER' | 'DESCRIBE_CONFIGS' | 'ALTER_CONFIGS';
  readonly resource: { readonly type: 'TOPIC' | 'CLUSTER'; readonly name: string };
}

const ON_TOPIC: Readonly<Record<RegistryAccess, GuardedBy['operation']>> = {
  read: 'DESCRIBE',
  write: 'WRITE',
  delete: 'DELETE',
  readConfig: 'DESCRIBE_CONFIGS',
  writeConfig: 'ALTER_CONFIGS',
};
/** Kafka's clusters know neither WRITE nor DELETE. */
const ON_CLUSTER: Readonly<Record<RegistryAccess, GuardedBy['operation']>> = {
  ...ON_TOPIC,
  write: 'ALTER',
  delete: 'ALTER',
};
const CLUSTER = { type: 'CLUSTER', name: 'kafka-cluster' } as const;

/**
 * `orders-value` and `orders-key` are guarded as the topic `orders`, in whatever context; any other subject as a topic of
 * its own name, so that an ACL for the prefix `orders` covers `orders-com.example.Order` too. Null is the whole registry.
 */
export function guardOf(access: RegistryAccess, subject: string | null): GuardedBy {
  const unqualified = subject === null ? '' : subject.replace(/^:[^:]*:/, '');
  if (subject === null || unqualified === '') return { operation: ON_CLUSTER[access], resource: CLUSTER };
  return { operation: ON_TOPIC[access], resource: { type: 'TOPIC', name: unqualified.replace(/-(?:key|value)$/, '') } };
}
