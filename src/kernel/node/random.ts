/** The system's generator. `number` is for jitter and choices and is not fit for secrets; `bytes` is. */
import { randomBytes } from 'node:crypto';
import type { Random } from '../random.ts';

export const nodeRandom: Random = {
  number: () => Math.random(),
  bytes: (length) => randomBytes(length),
};
