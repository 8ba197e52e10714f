/** `/`: whether there is a registry. */
import type { Operation } from '../operation.ts';

export const rootOperations: readonly Operation[] = [
  {
    id: 'getRoot',
    method: 'GET',
    path: '/',
    summary: 'Says that there is a registry.',
    answer: { kind: 'object', shape: 'Empty' },
    access: null,
    needsNoState: true,
    handle: () => ({}),
  },
  {
    id: 'postRoot',
    method: 'POST',
    path: '/',
    summary: 'Says that there is a registry.',
    answer: { kind: 'object', shape: 'Empty' },
    access: null,
    needsNoState: true,
    handle: () => ({}),
  },
];
