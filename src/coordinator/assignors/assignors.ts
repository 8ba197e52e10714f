/** The coordinator's assignors by the names of `group.consumer.assignors` and `group.share.assignors`. */
import type { GroupAssignor } from './group-spec.ts';
import { assignRange } from './range.ts';
import { assignSimple } from './simple.ts';
import { assignUniform } from './uniform.ts';

export const consumerGroupAssignors: ReadonlyMap<string, GroupAssignor> = new Map([
  ['uniform', assignUniform],
  ['range', assignRange],
]);

export const shareGroupAssignors: ReadonlyMap<string, GroupAssignor> = new Map([['simple', assignSimple]]);
