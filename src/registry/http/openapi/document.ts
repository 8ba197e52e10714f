/** The OpenAPI document, made from the operations themselves. */
import type { AnswerShape, Operation } from '../operation.ts';
import type { QueryParameter } from '../query-parameters.ts';
import { REGISTRY_JSON } from '../content-types.ts';
import { shapes, type JsonSchema } from './shapes.ts';

const JSON_TYPES = [REGISTRY_JSON, 'application/vnd.schemaregistry+json', 'application/json'];
/** What HTTP itself, the store and the way to the leader may answer anywhere. */
const COMMON_STATUSES = [400, 401, 403, 404, 406, 413, 415, 500, 503];

export function openApiDocument(operations: readonly Operation[], version: string): JsonSchema {
  const paths: Record<string, Record<string, JsonSchema>> = {};
  for (const operation of operations) {
    const item = (paths[operation.path] ??= {});
    item[operation.method.toLowerCase()] = operationObject(operation);
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Samsa schema registry',
      version: version === '' ? '0' : version,
      description:
        'The REST API of Confluent’s schema registry. Each path is also there under /contexts/{context}, for the ' +
        'subjects of that context.',
    },
    paths,
    components: {
      schemas: shapes,
      securitySchemes: { basic: { type: 'http', scheme: 'basic' }, bearer: { type: 'http', scheme: 'bearer' } },
    },
  };
}

function operationObject(operation: Operation): JsonSchema {
  const { id, summary, body, isPublic } = operation;
  return {
    operationId: id,
    summary,
    parameters: [...pathParameters(operation), ...(operation.query ?? []).map(queryParameter)],
    ...(body === undefined ? {} : { requestBody: { required: true, content: jsonContent(reference(body)) } }),
    responses: responses(operation),
    ...(isPublic === true ? { security: [] } : {}),
  };
}

function pathParameters({ path }: Operation): JsonSchema[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => ({
    name,
    in: 'path',
    required: true,
    schema: name === 'id' ? { type: 'integer', format: 'int32' } : { type: 'string' },
  }));
}

function queryParameter({ name, type, isRepeated, default: absent, doc }: QueryParameter): JsonSchema {
  const value = { type, ...(absent === undefined ? {} : { default: absent }) };
  return { name, in: 'query', description: doc, schema: isRepeated === true ? { type: 'array', items: value } : value };
}

function responses({ answer, errors = [], isPublic }: Operation): JsonSchema {
  const result: Record<string, JsonSchema> = { [answer.kind === 'none' ? '204' : '200']: success(answer) };
  const codes = new Map<number, number[]>();
  for (const status of isPublic === true ? [406] : COMMON_STATUSES) codes.set(status, []);
  for (const code of errors) {
    const status = code < 1000 ? code : Math.floor(code / 100);
    codes.set(status, [...(codes.get(status) ?? []), code]);
  }
  for (const [status, own] of [...codes].sort(([a], [b]) => a - b)) {
    const description = own.length === 0 ? 'An error.' : `An error: error_code ${own.join(', ')}.`;
    result[String(status)] = { description, content: jsonContent(reference('ErrorMessage')) };
  }
  return result;
}

function success(answer: AnswerShape): JsonSchema {
  switch (answer.kind) {
    case 'none':
      return { description: 'Done.' };
    case 'object':
      return { description: 'Done.', content: jsonContent(reference(answer.shape)) };
    case 'integer':
      return { description: 'Done.', content: jsonContent({ type: 'integer' }) };
    case 'array': {
      const items = answer.items === 'string' || answer.items === 'integer' ? { type: answer.items } : null;
      return {
        description: 'Done.',
        content: jsonContent({ type: 'array', items: items ?? reference(answer.items) }),
      };
    }
    case 'text': {
      const schema = { type: 'string' };
      const content = answer.contentType === null ? jsonContent(schema) : { [answer.contentType]: { schema } };
      return { description: 'Done.', content };
    }
  }
}

function jsonContent(schema: JsonSchema): JsonSchema {
  return Object.fromEntries(JSON_TYPES.map((type) => [type, { schema }]));
}

function reference(name: string): JsonSchema {
  return { $ref: `#/components/schemas/${name}` };
}
