/** What HTTP itself decides, before an operation is asked: as Jersey does it for Confluent's registry. */
import assert from 'node:assert/strict';
import { createServer, request as nodeRequest, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { connect } from 'node:net';
import { test } from 'node:test';
import { testApi, type TestApi } from './registry-http.testing.ts';

const MARKED = 'application/vnd.schemaregistry.v1+json';

test('a path that there is not is 404, a method that it has not 405 with those that it has', async () => {
  const { ask } = testApi();
  for (const path of [
    '/nowhere',
    '/subjects/a/b',
    '/exporters',
    '/dek-registry/v1/keks',
    '/schemas/ids',
    '/config/a/b',
  ]) {
    const { status, body, headers } = await ask('GET', path);
    assert.deepEqual([status, body], [404, { error_code: 404, message: 'HTTP 404 Not Found' }], path);
    assert.equal(headers.get('content-type'), MARKED);
  }
  const { status, body, headers } = await ask('PATCH', '/subjects/a/versions');
  assert.deepEqual([status, body], [405, { error_code: 405, message: 'HTTP 405 Method Not Allowed' }]);
  assert.equal(headers.get('allow'), 'HEAD,GET,POST,OPTIONS');
  assert.equal((await ask('DELETE', '/subjects')).status, 405);
});

test('slashes at the end and several in a row are one path', async () => {
  const { ask } = testApi();
  for (const path of ['/subjects/', '//subjects', '/schemas//types/'])
    assert.equal((await ask('GET', path)).status, 200, path);
});

test('HEAD is GET without a body, OPTIONS says what a path takes', async () => {
  const { ask } = testApi();
  const head = await ask('HEAD', '/schemas/types');
  assert.deepEqual([head.status, head.body, head.headers.get('content-type')], [200, null, MARKED]);
  const options = await ask('OPTIONS', '/config/orders');
  assert.deepEqual([options.status, options.headers.get('allow')], [200, 'HEAD,GET,PUT,DELETE,OPTIONS']);
  assert.equal((await ask('OPTIONS', '/nowhere')).status, 404);
});

test('answers have the type that the client accepts, and it is refused what it does not', async () => {
  const { ask } = testApi();
  const typeFor = async (accept: string): Promise<string | null> =>
    (await ask('GET', '/subjects', { headers: { accept } })).headers.get('content-type');
  assert.equal(await typeFor('*/*'), MARKED);
  assert.equal(await typeFor('application/json'), 'application/json');
  const { status, body } = await ask('GET', '/subjects', { headers: { accept: 'text/html' } });
  assert.deepEqual([status, body], [406, { error_code: 406, message: 'HTTP 406 Not Acceptable' }]);
  assert.equal((await ask('GET', '/metrics', { headers: { accept: 'text/plain' } })).status, 200);
});

test('bodies are JSON by their type, and within bounds', async () => {
  const { ask } = testApi({ maxRequestBytes: 100 });
  const put = (body: string, type = 'application/json'): ReturnType<TestApi['ask']> =>
    ask('PUT', '/config', { body, headers: { 'content-type': type } });
  assert.equal((await put('{"compatibility":"FULL"}', 'application/octet-stream')).status, 200);
  assert.deepEqual((await put('{}', 'text/plain')).body, {
    error_code: 415,
    message: 'HTTP 415 Unsupported Media Type',
  });
  assert.equal((await put('{')).status, 400);
  assert.equal((await put('[]')).status, 400);
  assert.equal((await put('"text"')).status, 400);
  assert.equal((await put('')).status, 422);
  assert.equal((await put('null')).status, 422);
  assert.equal((await put('{"normalize":7}')).status, 400);
  assert.equal((await put(`{"alias":"${'a'.repeat(100)}"}`)).status, 413);
});

test('an escape that is none is a bad request, a number that is none a path that there is not', async () => {
  const { ask } = testApi();
  assert.equal((await ask('GET', '/subjects/%zz/versions')).status, 400);
  assert.equal((await ask('GET', '/schemas/ids/abc')).status, 404);
  assert.equal((await ask('GET', '/schemas/ids/99999999999')).status, 404);
  assert.equal((await ask('GET', '/subjects?offset=x')).status, 404);
  assert.equal((await ask('GET', '/subjects?deleted=x&offset=&limit=')).status, 200);
});

test('a page of another origin is told nothing, unless it is allowed', async () => {
  const headers = { origin: 'https://console.example.com', 'access-control-request-method': 'PUT' };
  const closed = testApi();
  assert.equal((await closed.ask('GET', '/subjects', { headers })).headers.get('access-control-allow-origin'), null);
  const open = testApi({ allowedOrigins: ['https://console.example.com'] });
  const answer = await open.ask('GET', '/subjects', { headers });
  assert.equal(answer.headers.get('access-control-allow-origin'), 'https://console.example.com');
  const preflight = await open.ask('OPTIONS', '/config', { headers });
  assert.equal(preflight.status, 200);
  assert.match(preflight.headers.get('access-control-allow-methods') ?? '', /PUT/);
  const other = await open.ask('GET', '/subjects', { headers: { origin: 'https://example.org' } });
  assert.equal(other.headers.get('access-control-allow-origin'), null);
});

test('more requests at a time than there is room for are turned away', async () => {
  const { http, registry, ask } = testApi({ maxConcurrent: 2 });
  const gate = Promise.withResolvers<void>();
  registry.ready = () => gate.promise;
  const waiting = [ask('GET', '/subjects'), ask('GET', '/subjects')];
  const { status, headers } = await ask('GET', '/subjects');
  assert.deepEqual([status, headers.get('retry-after')], [503, '1']);
  gate.resolve();
  for (const answer of await Promise.all(waiting)) assert.equal(answer.status, 200);
  assert.ok(http);
});

test('while the topic cannot be read the answer is the store’s error', async () => {
  const { registry, code } = testApi();
  const { storeError, operationTimedOut } = await import('../registry-errors.ts');
  registry.problem = storeError('the topic cannot be read');
  assert.equal(await code('GET', '/subjects'), '500/50001');
  registry.problem = operationTimedOut('the topic was not read in time');
  assert.equal(await code('GET', '/subjects'), '500/50002');
  assert.equal(await code('GET', '/readyz'), '500/50002');
});

async function withServer(api: TestApi, work: (server: Server, port: number) => Promise<void>): Promise<void> {
  const server = createServer(api.http.listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    await work(server, (server.address() as AddressInfo).port);
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}

test('over a server of Node’s requests and answers are the same, one after the other on a connection', async () => {
  const api = testApi();
  await withServer(api, async (_server, port) => {
    const url = `http://127.0.0.1:${port}`;
    for (let times = 0; times < 3; times++) {
      const put = await fetch(`${url}/config`, {
        method: 'PUT',
        body: '{"compatibility":"FULL"}',
        headers: { 'content-type': 'application/json' },
      });
      assert.deepEqual([put.status, await put.json()], [200, { compatibility: 'FULL' }]);
      const head = await fetch(`${url}/config`, { method: 'HEAD' });
      assert.equal(await head.text(), '');
      assert.equal(Number(head.headers.get('content-length')), '{"compatibilityLevel":"FULL"}'.length);
    }
  });
});

test('a body beyond the bound is refused without being read, also where its length is not said', async () => {
  const api = testApi({ maxRequestBytes: 1000 });
  await withServer(api, async (_server, port) => {
    const said = await send(port, { length: '100000000' }, (write) => write('{'));
    assert.equal(said, 413);
    const unsaid = await send(port, {}, (write) => {
      for (let times = 0; times < 20; times++) write('a'.repeat(100));
    });
    assert.equal(unsaid, 413);
  });
});

test('a client that leaves in the middle of its request harms nobody', async () => {
  const api = testApi();
  await withServer(api, async (_server, port) => {
    const socket = connect(port, '127.0.0.1');
    await new Promise<void>((resolve) => socket.once('connect', resolve));
    socket.write('PUT /config HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{');
    await new Promise((resolve) => setImmediate(resolve));
    socket.destroy();
    assert.equal((await fetch(`http://127.0.0.1:${port}/subjects`)).status, 200);
  });
});

function send(
  port: number,
  { length }: { length?: string },
  writeBody: (write: (text: string) => void) => void,
): Promise<number> {
  return new Promise((resolve, reject) => {
    const headers = {
      'content-type': 'application/json',
      ...(length === undefined ? {} : { 'content-length': length }),
    };
    const request = nodeRequest({ port, host: '127.0.0.1', method: 'PUT', path: '/config', headers }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
      request.destroy();
    });
    request.on('error', reject);
    writeBody((text) => request.write(text));
  });
}
