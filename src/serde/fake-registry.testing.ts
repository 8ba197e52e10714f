/** A registry in memory behind a `fetch`: enough for serdes, with faults on demand and a list of what was asked. */
import { createHash } from 'node:crypto';
import type { RegistryFetch, RegistryRequest } from './registry-client/registry-fetch.ts';
import { idPrefix } from './framing/schema-id.ts';

interface Stored {
  readonly id: number;
  readonly guid: string;
  readonly text: string;
  readonly body: Record<string, unknown>;
}

/** How a URL fails: a status, or no answer at all. */
export type FakeFault = number | 'refused' | 'hangs';

export class FakeRegistry {
  /** `METHOD path`, in order. */
  readonly asked: string[] = [];
  readonly requests: RegistryRequest[] = [];
  /** By origin, or '*' for all. */
  readonly faults = new Map<string, FakeFault>();
  readonly associations = new Map<string, readonly string[]>();
  /** Answers wait until it resolves. */
  gate: Promise<void> | null = null;
  readonly #schemas: Stored[] = [];
  readonly #subjects = new Map<string, Stored[]>();

  /** The id. */
  add(subject: string, body: Record<string, unknown>): number {
    return this.#register(subject, body).id;
  }

  guidOf(id: number): string {
    return this.#schemas[id - 1]!.guid;
  }

  readonly fetch: RegistryFetch = async (url, request) => {
    const { origin, pathname, search } = new URL(url);
    this.asked.push(`${request.method} ${pathname}${search}`);
    this.requests.push(request);
    if (this.gate !== null) await this.gate;
    const fault = this.faults.get(origin) ?? this.faults.get('*');
    if (fault === 'refused')
      throw new TypeError('fetch failed', { cause: Object.assign(new Error(), { code: 'ECONNREFUSED' }) });
    if (fault === 'hangs') return new Promise(() => {});
    if (fault !== undefined) return answer(fault, { error_code: fault * 100 + 1, message: 'on demand' });
    const body = request.body === undefined ? {} : (JSON.parse(request.body) as Record<string, unknown>);
    const { status, content } = this.#answer(`${request.method} ${pathname}`, body, new URLSearchParams(search));
    return answer(status, content);
  };

  #answer(what: string, body: Record<string, unknown>, query: URLSearchParams): { status: number; content: unknown } {
    const [, kind = '', name = '', rest = ''] = /^\w+ \/(\w+)\/([^/]+)\/?(.*)$/.exec(what) ?? [];
    const subject = decodeURIComponent(name);
    if (what.startsWith('GET /schemas/ids/')) return this.#found(this.#schemas[Number(rest) - 1], 40403);
    if (what.startsWith('GET /schemas/guids/')) {
      return this.#found(
        this.#schemas.find(({ guid }) => guid === rest),
        40403,
      );
    }
    if (what.startsWith('PUT /config')) return { status: 200, content: body };
    if (what === 'GET /config') return { status: 200, content: { compatibilityLevel: 'BACKWARD' } };
    if (kind === 'associations') {
      const subjects = this.associations.get(decodeURIComponent(rest.split('/')[1] ?? '')) ?? [];
      return { status: 200, content: subjects.map((one) => ({ subject: one, associationType: 'value' })) };
    }
    if (what.startsWith('POST') && rest === 'versions')
      return { status: 200, content: { id: this.#register(subject, body).id } };
    const versions = this.#subjects.get(subject);
    if (versions === undefined)
      return { status: 404, content: { error_code: 40401, message: `Subject '${subject}' not found.` } };
    if (what.startsWith('POST'))
      return this.#found(
        versions.find(({ text }) => text === textOf(body)),
        40403,
      );
    if (rest === 'metadata') {
      const wanted = query.getAll('value').join();
      return this.#found(
        versions.findLast((one) => JSON.stringify(one.body['metadata'] ?? null).includes(wanted)),
        40403,
      );
    }
    const version = rest.replace('versions/', '');
    const found = version === 'latest' ? versions.at(-1) : versions[Number(version) - 1];
    return this.#found(found, 40402, { subject, version: found === undefined ? 0 : versions.indexOf(found) + 1 });
  }

  #found(stored: Stored | undefined, code: number, more: object = {}): { status: number; content: unknown } {
    if (stored === undefined) return { status: 404, content: { error_code: code, message: 'not found' } };
    return { status: 200, content: { ...stored.body, id: stored.id, guid: stored.guid, ...more } };
  }

  #register(subject: string, body: Record<string, unknown>): Stored {
    const text = textOf(body);
    let stored = this.#schemas.find((one) => one.text === text);
    if (stored === undefined) {
      const hex = createHash('md5').update(text).digest('hex');
      const guid = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
      stored = { id: this.#schemas.length + 1, guid, text, body };
      this.#schemas.push(stored);
    }
    const versions = this.#subjects.get(subject) ?? [];
    this.#subjects.set(subject, versions);
    if (!versions.includes(stored)) versions.push(stored);
    return stored;
  }
}

function textOf(body: Record<string, unknown>): string {
  return JSON.stringify([
    body['schemaType'] ?? 'AVRO',
    body['schema'],
    body['references'] ?? [],
    body['metadata'] ?? null,
  ]);
}

function answer(status: number, content: unknown): { status: number; body: AsyncIterable<Uint8Array> } {
  return {
    status,
    body: (async function* () {
      yield Buffer.from(JSON.stringify(content));
    })(),
  };
}

/** Bytes as a serializer of a registered schema writes them. */
export function framed(id: number, ...payload: readonly Uint8Array[]): Buffer {
  return Buffer.concat([idPrefix(id), ...payload]);
}
