/** V8's heap. Asking takes some ten microseconds. */
import { getHeapSpaceStatistics } from 'node:v8';
import type { Heap } from '../heap.ts';

export const nodeHeap: Heap = {
  youngBytes() {
    const young = getHeapSpaceStatistics().find(({ space_name: name }) => name === 'new_space');
    return young === undefined ? 0 : young.space_used_size + young.space_available_size;
  },
};
