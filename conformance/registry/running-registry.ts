/** The registry that the serdes work with: in the process of Samsa's broker, or alone in front of Apache Kafka. */
import { join } from 'node:path';
import type { Peer } from '../../tools/peers/apache-kafka.ts';
import { freePort, waitForPort } from '../../tools/peers/port.ts';
import { releaseOf, startBroker, type BrokerName } from '../runner/brokers.ts';
import { StandaloneRegistry } from './standalone-registry.ts';

export interface RunningRegistry {
  readonly url: string;
  readonly peer: Peer;
  close(): Promise<void>;
}

export async function startRegistry(
  broker: BrokerName,
  { directory, onProgress }: { directory: string; onProgress: (line: string) => void },
): Promise<RunningRegistry> {
  if (releaseOf(broker) === null) {
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    const config = { 'samsa.registry.listener': `127.0.0.1:${port}` };
    const peer = await startBroker(broker, { config, onProgress });
    await waitForPort(port, { deadlineMs: 30_000, gaveUp: () => null });
    return { url, peer, close: () => peer.discard() };
  }
  const peer = await startBroker(broker, { onProgress });
  const registry = await StandaloneRegistry.start({
    bootstrap: peer.bootstrap,
    logFile: join(directory, 'registry.log'),
  });
  return {
    url: registry.url,
    peer,
    async close() {
      await registry.close();
      await peer.discard();
    },
  };
}
