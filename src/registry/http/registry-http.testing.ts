/** For tests: a registry in memory, whose decisions are applied at once, and requests to its API. */
import assert from 'node:assert/strict';
import { createNodeEnv } from '#kernel/node';
import type { RegistryCommand, SchemaRegistry } from '../registry-types.ts';
import { DEFAULT_SETTINGS } from '../registry-types.ts';
import { decide } from '../state/decide/decide.ts';
import { ParsedSchemas } from '../state/parsed-schemas.ts';
import { RegistryState } from '../state/registry-state.ts';
import { avroFormat, jsonSchemaFormat, protobufFormat, type SchemaFormat, type SchemaType } from '#schema';
import { RegistryHttp, type RegistryHttpOptions } from './registry-http.ts';

const FORMATS: ReadonlyMap<SchemaType, SchemaFormat> = new Map<SchemaType, SchemaFormat>([
  ['AVRO', avroFormat],
  ['JSON', jsonSchemaFormat],
  ['PROTOBUF', protobufFormat],
]);

export class MemoryRegistry implements SchemaRegistry {
  readonly state: RegistryState;
  readonly schemas: ParsedSchemas = new ParsedSchemas(FORMATS);
  leader: ReturnType<SchemaRegistry['leadership']> = { isLeader: true };
  /** What `ready` rejects with. */
  problem: Error | null = null;
  #offset = 0;

  constructor(settings: Partial<typeof DEFAULT_SETTINGS> = {}) {
    this.state = new RegistryState({ ...DEFAULT_SETTINGS, ...settings });
  }

  ready(): Promise<void> {
    return this.problem === null ? Promise.resolve() : Promise.reject(this.problem);
  }

  leadership(): ReturnType<SchemaRegistry['leadership']> {
    return this.leader;
  }

  execute(command: RegistryCommand): Promise<unknown> {
    try {
      const { records, answer } = decide(this.state, command, { now: 1_700_000_000_000, schemas: this.schemas });
      for (const { key, value } of records) {
        this.state.apply(key, value, { offset: this.#offset++, timestamp: 1_700_000_000_000, isLeader: true });
      }
      return Promise.resolve(answer);
    } catch (error) {
      return Promise.reject(error);
    }
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

export interface Answered {
  readonly status: number;
  readonly body: unknown;
  readonly headers: Headers;
}

export interface AskOptions {
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
}

export interface TestApi {
  readonly registry: MemoryRegistry;
  readonly http: RegistryHttp;
  ask(method: string, path: string, options?: AskOptions): Promise<Answered>;
  /** Asks, and fails where the answer is an error. */
  ok(method: string, path: string, body?: unknown): Promise<unknown>;
  /** Asks, and fails where the answer is none; `status/error_code`. */
  code(method: string, path: string, body?: unknown): Promise<string>;
}

export function testApi(options: Partial<RegistryHttpOptions> & { registry?: MemoryRegistry } = {}): TestApi {
  const { compat = 8 } = options;
  const registry = options.registry ?? new MemoryRegistry({ compat });
  const fetch = (): never => assert.fail('nothing is forwarded');
  const http = new RegistryHttp(createNodeEnv({ logger: { level: 'error' } }), { fetch, ...options, compat, registry });
  const ask = async (method: string, path: string, { body, headers = {} }: AskOptions = {}): Promise<Answered> => {
    const text = body === undefined ? null : typeof body === 'string' ? body : JSON.stringify(body);
    const request = new Request(`http://localhost${path}`, {
      method,
      body: text,
      headers: { ...(text === null ? {} : { 'content-type': 'application/json' }), ...headers },
    });
    const response = await http.fetch(request, { address: '127.0.0.1', certificate: null });
    const answered = await response.text();
    return { status: response.status, body: parsed(answered), headers: response.headers };
  };
  return {
    registry,
    http,
    ask,
    async ok(method, path, body) {
      const answer = await ask(method, path, { body });
      assert.ok(answer.status < 300, `${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
      return answer.body;
    },
    async code(method, path, body) {
      const answer = await ask(method, path, { body });
      assert.ok(answer.status >= 400, `${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
      const error = answer.body as { error_code: number; message: string };
      assert.deepEqual(Object.keys(error), ['error_code', 'message']);
      assert.ok(error.message.length > 0);
      return `${answer.status}/${error.error_code}`;
    },
  };
}

function parsed(text: string): unknown {
  try {
    return text === '' ? null : JSON.parse(text);
  } catch {
    return text;
  }
}
