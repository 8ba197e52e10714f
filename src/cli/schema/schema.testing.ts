/** For tests: a schema registry in memory, behind its REST API on a port of its own, and commands that talk to it. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createNodeEnv } from '#kernel/node';
import {
  decide,
  DEFAULT_SETTINGS,
  ParsedSchemas,
  RegistryHttp,
  RegistryState,
  type RegistryCommand,
  type SchemaRegistry,
} from '#registry';
import { avroFormat, jsonSchemaFormat, protobufFormat, type SchemaFormat, type SchemaType } from '#schema';
import { runHere, type Ended, type GivenSurroundings } from '../cli.testing.ts';

const FORMATS: ReadonlyMap<SchemaType, SchemaFormat> = new Map<SchemaType, SchemaFormat>([
  ['AVRO', avroFormat],
  ['JSON', jsonSchemaFormat],
  ['PROTOBUF', protobufFormat],
]);

class MemoryRegistry implements SchemaRegistry {
  readonly state: RegistryState = new RegistryState(DEFAULT_SETTINGS);
  readonly schemas: ParsedSchemas = new ParsedSchemas(FORMATS);
  #offset = 0;

  ready(): Promise<void> {
    return Promise.resolve();
  }

  leadership(): { readonly isLeader: true } {
    return { isLeader: true };
  }

  async execute(command: RegistryCommand): Promise<unknown> {
    const now = 1_700_000_000_000;
    const { records, answer } = decide(this.state, command, { now, schemas: this.schemas });
    for (const { key, value } of records) {
      this.state.apply(key, value, { offset: this.#offset++, timestamp: now, isLeader: true });
    }
    return Promise.resolve(answer);
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

export class CliRegistry {
  readonly url: string;
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  /** With `isForeign` it has the routes of Confluent's registry alone. */
  static async start({ isForeign = false }: { readonly isForeign?: boolean } = {}): Promise<CliRegistry> {
    const env = createNodeEnv({ logger: { level: 'error' } });
    const fetch = (): Promise<never> => Promise.reject(new Error('nothing is forwarded'));
    const http = new RegistryHttp(env, { registry: new MemoryRegistry(), fetch });
    const server = createServer((request, response) => {
      if (!isForeign || request.url?.startsWith('/samsa/') !== true) return http.listener(request, response);
      response.writeHead(404, { 'content-type': 'application/json' });
      response.end('{"error_code":404,"message":"HTTP 404 Not Found"}');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new CliRegistry(server);
  }

  /** Runs `samsa schema …` in this process. */
  run(args: readonly string[], given: GivenSurroundings = {}): Promise<Ended> {
    // Nobody listens on port 1, unless a test says where a broker is.
    const environment = { SAMSA_REGISTRY: this.url, ...given.environment };
    return runHere(['schema', ...args], { bootstrap: '127.0.0.1:1', ...given, environment });
  }

  /** Fails where the command does. Its standard output. */
  async output(args: readonly string[], given: GivenSurroundings = {}): Promise<string> {
    const { code, stdout, stderr } = await this.run(args, given);
    if (code !== 0) throw new Error(`samsa schema ${args.join(' ')} ended with ${code}: ${stderr}`);
    return stdout;
  }

  /** From standard input. */
  register(subject: string, schema: string, options: readonly string[] = ['--type', 'avro']): Promise<string> {
    return this.output(['register', subject, '-', ...options], { stdin: schema });
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

/** An Avro record of these fields, with their defaults. */
export function recordText(
  name: string,
  fields: readonly (readonly [name: string, type: unknown, initial?: unknown])[],
): string {
  return JSON.stringify({
    type: 'record',
    name,
    fields: fields.map(([field, type, initial]) => ({
      name: field,
      type,
      ...(initial === undefined ? {} : { default: initial }),
    })),
  });
}
