/** Ids of topics, ACLs and tokens: random uuids of version 4, none that Kafka reserves, none that a command line takes for an option. */
import { assert, type Random, uuidBytes } from '#kernel';
import { uuidFromBytes } from '#protocol';

/** One in 64 begins with `-`, so that so many in a row mean a broken generator. */
const MAX_ATTEMPTS = 64;

export function randomId(random: Random): string {
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
    const id = uuidFromBytes(uuidBytes(random));
    if (!id.startsWith('-')) return id;
  }
  assert(false, 'the random generator gives different bytes each time');
}
