/** The OpenAPI document and the routes have the same operations, and the document's references lead somewhere. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testApi } from '../registry-http.testing.ts';

interface Document {
  readonly openapi: string;
  readonly paths: Record<string, Record<string, { operationId: string; parameters: { name: string; in: string }[] }>>;
  readonly components: { readonly schemas: Record<string, unknown> };
}

async function documented(): Promise<Document> {
  return (await testApi().ok('GET', '/openapi.json')) as Document;
}

/** With something in the place of each parameter. */
function pathOf(template: string): string {
  return template.replaceAll(/\{(\w+)\}/g, (_, name: string) => (name === 'id' ? '1' : name === 'version' ? '1' : 'x'));
}

test('each operation of the document is answered by the registry', async () => {
  const { paths } = await documented();
  const { ask } = testApi();
  for (const [template, item] of Object.entries(paths)) {
    for (const method of Object.keys(item)) {
      const { status, body } = await ask(method.toUpperCase(), pathOf(template), method === 'get' ? {} : { body: {} });
      const code = (body as { error_code?: number } | null)?.error_code;
      assert.ok(status !== 405 && code !== 404, `${method} ${template}: ${status} ${JSON.stringify(body)}`);
    }
  }
});

test('each method that a path takes is in the document', async () => {
  const { paths } = await documented();
  const { ask } = testApi();
  for (const [template, item] of Object.entries(paths)) {
    const { headers } = await ask('OPTIONS', pathOf(template));
    const allowed = (headers.get('allow') ?? '')
      .split(',')
      .filter((method) => method !== 'HEAD' && method !== 'OPTIONS');
    assert.deepEqual(Object.keys(item).sort(), allowed.map((method) => method.toLowerCase()).sort(), template);
  }
});

test('the core operations of Confluent’s API are all there', async () => {
  const { paths } = await documented();
  const here = Object.entries(paths).flatMap(([path, item]) =>
    Object.keys(item).map((method) => `${method.toUpperCase()} ${path}`),
  );
  const subject = '/subjects/{subject}';
  const core = [
    'GET /',
    'POST /',
    'GET /subjects',
    `POST ${subject}`,
    `DELETE ${subject}`,
    `GET ${subject}/metadata`,
    `GET ${subject}/versions`,
    `POST ${subject}/versions`,
    `GET ${subject}/versions/{version}`,
    `GET ${subject}/versions/{version}/schema`,
    `GET ${subject}/versions/{version}/referencedby`,
    `DELETE ${subject}/versions/{version}`,
    `POST ${subject}/versions/{version}/tags`,
    'GET /schemas',
    'GET /schemas/types',
    'GET /schemas/ids/{id}',
    'GET /schemas/ids/{id}/schema',
    'GET /schemas/ids/{id}/subjects',
    'GET /schemas/ids/{id}/versions',
    'GET /schemas/guids/{guid}',
    'GET /schemas/guids/{guid}/ids',
    `POST /compatibility${subject}/versions/{version}`,
    `POST /compatibility${subject}/versions`,
    ...['config', 'mode'].flatMap((name) =>
      ['GET', 'PUT', 'DELETE'].flatMap((method) => [`${method} /${name}`, `${method} /${name}/{subject}`]),
    ),
    'GET /contexts',
    'DELETE /contexts/{context}',
    'GET /v1/metadata/id',
    'GET /v1/metadata/version',
    'GET /v1/metadata/deployment',
  ];
  assert.equal(new Set(core).size, 40);
  for (const operation of core) assert.ok(here.includes(operation), operation);
});

test('operations have names of their own, parameters that their path has, and shapes that are there', async () => {
  const document = await documented();
  assert.equal(document.openapi, '3.1.0');
  const ids: string[] = [];
  for (const [path, item] of Object.entries(document.paths)) {
    for (const { operationId, parameters } of Object.values(item)) {
      ids.push(operationId);
      const inPath = parameters.filter((parameter) => parameter.in === 'path').map(({ name }) => name);
      assert.deepEqual(
        inPath,
        [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name),
      );
      assert.equal(new Set(parameters.map(({ name }) => name)).size, parameters.length, operationId);
    }
  }
  assert.equal(new Set(ids).size, ids.length);
  for (const [, name = ''] of JSON.stringify(document).matchAll(/"#\/components\/schemas\/(\w+)"/g)) {
    assert.ok(Object.hasOwn(document.components.schemas, name), name);
  }
});
