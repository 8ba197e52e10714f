import assert from 'node:assert/strict';
import { test } from 'node:test';
import { serveHttp } from './serve-http.ts';

const PLACE = { host: '127.0.0.1', port: 0 };

test('a request comes with its body within the bound, and its answer goes back as it is', async () => {
  const server = await serveHttp(PLACE, async (request) => {
    const body = await request.body(10);
    const text = `${request.method} ${request.target} ${request.header('x-name')} ${body === null ? 'too much' : String(Buffer.from(body))}`;
    return { status: 201, headers: { 'X-Answer': 'yes' }, body: text };
  });
  const url = `http://127.0.0.1:${server.port}/a?b=%20`;
  const ask = (body: string) => fetch(url, { method: 'POST', body, headers: { 'x-name': 'n' } });
  const answer = await ask('0123456789');
  assert.deepEqual([answer.status, answer.headers.get('x-answer')], [201, 'yes']);
  assert.equal(await answer.text(), 'POST /a?b=%20 n 0123456789');
  assert.equal(await (await ask('0123456789a')).text(), 'POST /a?b=%20 n too much');
  await server.close();
  await assert.rejects(fetch(url));
});

test('a place that is taken is LISTEN_FAILED', async () => {
  const handle = (): never => assert.fail('nobody asks');
  const server = await serveHttp(PLACE, handle);
  await assert.rejects(serveHttp({ ...PLACE, port: server.port }, handle), { code: 'LISTEN_FAILED' });
  await server.close();
});
