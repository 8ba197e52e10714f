/** A registry in memory behind HTTP, so that each serde asks as it does: what is measured comes after that. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { RegistryRequest } from '../../src/serde/index.ts';
import { FakeRegistry } from '../../src/serde/fake-registry.testing.ts';

export interface StubRegistry {
  readonly url: string;
  close(): void;
}

export async function startStubRegistry(): Promise<StubRegistry> {
  const registry = new FakeRegistry();
  const server = createServer((request, response) => {
    const answer = async (): Promise<void> => {
      const body = await textOf(request);
      const method = request.method as RegistryRequest['method'];
      const common = { method, headers: {}, redirect: 'error', signal: new AbortController().signal } as const;
      const given = await registry.fetch(`http://stub${request.url}`, body === '' ? common : { ...common, body });
      response.writeHead(given.status, { 'content-type': 'application/vnd.schemaregistry.v1+json' });
      response.end(await textOf(given.body ?? []));
    };
    answer().catch((error: unknown) => response.writeHead(500).end(String(error)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

async function textOf(body: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}
