/** A group of any type. Ids are shared: one id is one group of one type. */
import type { ClassicGroup } from './classic-group.ts';
import type { ModernGroup, ModernGroupType } from './modern/modern-group.ts';

export type Group = ClassicGroup | ModernGroup;

/** As ListGroups tells it, in lower case. */
export type GroupType = 'classic' | ModernGroupType;
