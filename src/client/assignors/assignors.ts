/** The assignors of classic groups by the names that members give in JoinGroup. */
import type { Assignor } from './group-members.ts';
import { assignRange } from './range.ts';
import { assignRoundRobin } from './round-robin.ts';
import { assignCooperativeSticky, assignSticky } from './sticky.ts';

/**
 * Kafka's four by name (KIP-54, KIP-429): `range`, `roundrobin`, `sticky`, `cooperative-sticky`. They give what Java's
 * give.
 */
export const clientAssignors: ReadonlyMap<string, Assignor> = new Map([
  ['range', assignRange],
  ['roundrobin', assignRoundRobin],
  ['sticky', assignSticky],
  ['cooperative-sticky', assignCooperativeSticky],
]);
