/** The assignors of classic groups by the names that members give in JoinGroup. */
import type { Assignor } from './group-members.ts';
import { assignRange } from './range.ts';
import { assignRoundRobin } from './round-robin.ts';
import { assignCooperativeSticky, assignSticky } from './sticky.ts';

export const clientAssignors: ReadonlyMap<string, Assignor> = new Map([
  ['range', assignRange],
  ['roundrobin', assignRoundRobin],
  ['sticky', assignSticky],
  ['cooperative-sticky', assignCooperativeSticky],
]);
