/** Who takes part in `bench client`. */
import { createRequire } from 'node:module';
import type { OpenClient } from './bench-client.ts';

/** Samsa's client with a choice that is not its default, and that concerns consuming alone. */
export const REUSING = 'reusing';

/** Loaded by name, so that a process holds the client that it measures and no other. */
const LOADERS: Readonly<Record<string, () => Promise<OpenClient>>> = {
  samsa: async () => (await import('./samsa.ts')).openSamsa,
  [REUSING]: async () => (await import('./samsa.ts')).openReusing,
  kafkajs: async () => (await import('./kafkajs.ts')).openKafkajs,
  platformatic: async () => (await import('./platformatic.ts')).openPlatformatic,
  confluent: async () => (await import('./confluent.ts')).openConfluent,
};

export function loadClient(name: string): Promise<OpenClient> {
  const load = LOADERS[name];
  if (load === undefined) throw new Error(`there is no client ${name} to measure`);
  return load();
}

/** In the order in which they take turns; what cannot be installed from its registry alone takes part where it is there. */
export function clientNames(): readonly string[] {
  return Object.keys(LOADERS).filter((name) => name !== 'confluent' || isInstalled('@confluentinc/kafka-javascript'));
}

function isInstalled(name: string): boolean {
  try {
    createRequire(import.meta.url)(name);
    return true;
  } catch {
    return false;
  }
}
