/** Ids of topics, ACLs and tokens: random uuids of version 4, none that Kafka reserves, none that a command line takes for an option. */
import { assert } from '#kernel';
import type { Random } from '#kernel';
import { uuidFromBytes } from '#protocol';

/** One in 64 begins with `-`, so that so many in a row mean a broken generator. */
const MAX_ATTEMPTS = 64;

export function randomId(random: Random): string {
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
    const bytes = Uint8Array.from(random.bytes(16));
    bytes[6] = (bytes[6]! & 0x0f) | 0x40;
    bytes[8] = (bytes[8]! & 0x3f) | 0x80;
    const id = uuidFromBytes(bytes);
    if (!id.startsWith('-')) return id;
  }
  assert(false, 'the random generator gives different bytes each time');
}
