/**
 * A request and its answer as plain data, between the edges (a server of Node's, or the platform's `fetch`) and the
 * operations. There is no object of the platform in between: a look-up by id is answered twice as fast without.
 */
import { printMembers } from '../state/entity-shapes.ts';
import type { ErrorBody } from './errors.ts';

export interface HttpRequest {
  readonly method: string;
  /** Path and query as they came, still encoded. */
  readonly target: string;
  readonly peer: HttpPeer;
  /** By its name in lower case; several of one name are joined by `, `. */
  header(name: string): string | undefined;
  /** The whole body, empty where there is none; null where it has more than `maxBytes`. To be called once. */
  body(maxBytes: number): Promise<Uint8Array | null>;
}

/** Who is at the other end. */
export interface HttpPeer {
  readonly address: string;
  /** The client's certificate in DER, where it showed one that was verified. */
  readonly certificate: Uint8Array | null;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
}

/** An answer that is no JSON value of an operation: a text as it stands, or nothing at all. */
export class RawAnswer {
  readonly status: number;
  readonly body: string | Uint8Array;
  /** Null where it is what the client accepts. */
  readonly contentType: string | null;

  constructor(body: string | Uint8Array, options: { status?: number; contentType?: string } = {}) {
    this.body = body;
    this.status = options.status ?? 200;
    this.contentType = options.contentType ?? null;
  }
}

/** 204. */
export const NO_CONTENT: RawAnswer = new RawAnswer('', { status: 204 });

/** JSON with its content type. */
export function jsonAnswer(status: number, value: unknown, contentType: string): HttpAnswer {
  const body = hasMaps(value) ? printMembers(value) : JSON.stringify(value);
  return { status, headers: { 'Content-Type': contentType }, body };
}

/** Members whose values are maps by any names, in their order: a JavaScript object would move a name like `10` to the front. */
const MAPS = ['metadata', 'ruleSet', 'defaultMetadata', 'overrideMetadata', 'defaultRuleSet', 'overrideRuleSet'];

function hasMaps(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return Array.isArray(value) ? value.some(hasMaps) : MAPS.some((name) => name in value);
}

export function errorAnswer(error: ErrorBody, contentType: string): HttpAnswer {
  const { status, errorCode, message, headers } = error;
  const answer = jsonAnswer(status, { error_code: errorCode, message }, contentType);
  return headers === undefined ? answer : { ...answer, headers: { ...answer.headers, ...headers } };
}
