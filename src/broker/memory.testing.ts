/** For tests: what this thread's objects and buffers take once all that can go has gone. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;
const MAX_COLLECTIONS = 10;

/** Bytes. Buffers are given back behind a collection's back, at the latest when the next one begins: hence until nothing changes. */
export function memoryInUse(): number {
  let least = Number.POSITIVE_INFINITY;
  for (let collections = 0; collections < MAX_COLLECTIONS; collections++) {
    collectGarbage();
    const { heapUsed, arrayBuffers } = process.memoryUsage();
    if (collections > 1 && heapUsed + arrayBuffers >= least) break;
    least = Math.min(least, heapUsed + arrayBuffers);
  }
  return least;
}
