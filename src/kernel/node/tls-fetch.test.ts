/** Requests with TLS options of one's own. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { test } from 'node:test';
import { tlsFetch } from './tls-fetch.ts';

const file = (name: string): Buffer => readFileSync(new URL(`../../../testdata/tls/${name}`, import.meta.url));

test('the server is held against the given authority, and is shown the given certificate', async (context) => {
  const server = createServer(
    {
      cert: file('broker.pem'),
      key: file('broker.key'),
      ca: file('ca.pem'),
      requestCert: true,
      rejectUnauthorized: true,
    },
    (request, response) => {
      const { subject } = (request.socket as TLSSocket).getPeerCertificate();
      response
        .writeHead(201)
        .end(`${request.method} ${request.url} ${String(request.headers['x-a'])} ${String(subject.CN)}`);
    },
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  context.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}/p?q`;
  const request = { method: 'POST', headers: { 'x-a': '1' }, body: 'b', signal: new AbortController().signal };
  const fetch = tlsFetch({ ca: file('ca.pem'), cert: file('client.pem'), key: file('client.key') });
  const { status, body } = await fetch(url, request);
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  assert.equal(status, 201);
  assert.match(Buffer.concat(chunks).toString(), /^POST \/p\?q 1 /);
  await assert.rejects(tlsFetch({})(url, request), /unable to (get|verify)|self-signed/);
  await assert.rejects(tlsFetch({ ca: file('ca.pem') })(url, request));
});
