/** A group of any type: `classic`, or one of the modern ones. Ids are shared: one id is one group of one type. */
import type { ClassicGroup } from './classic-group.ts';
import type { ModernGroup } from './modern/modern-group.ts';

export type Group = ClassicGroup | ModernGroup;
