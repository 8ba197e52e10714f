/** What the generated tables of APIs and record types hold, and which header goes with which request (KIP-482, KIP-511). */
import { apis } from './messages/apis.gen.ts';
import type { MessageCodec } from './message-codec.ts';
import { ProtocolError } from './protocol-error.ts';

export interface Api {
  readonly apiKey: number;
  readonly name: string;
  /** Where Kafka serves it: `broker` is what clients reach. */
  readonly listeners: readonly ('broker' | 'controller')[];
  readonly request: MessageCodec<unknown>;
  readonly response: MessageCodec<unknown>;
}

/** One type of record in an internal topic. The key is null in `__cluster_metadata`, whose records have none. */
export interface RecordType {
  /** In a key of a coordinator's topic the first two bytes; in a metadata record the API key of its frame. */
  readonly id: number;
  readonly key: MessageCodec<unknown> | null;
  readonly value: MessageCodec<unknown> | null;
}

const API_VERSIONS = 18;
const byKey: (Api | undefined)[] = [];
for (const api of apis) byKey[api.apiKey] = api;

export function findApi(apiKey: number): Api | undefined {
  return byKey[apiKey];
}

/** Fails with a ProtocolError where there is no such API. */
export function requestHeaderVersion(apiKey: number, version: number): number {
  return version >= known(apiKey).request.flexibleVersion ? 2 : 1;
}

/** ApiVersions is answered under header 0 always, since the client cannot know yet what the broker understands. */
export function responseHeaderVersion(apiKey: number, version: number): number {
  return apiKey !== API_VERSIONS && version >= known(apiKey).response.flexibleVersion ? 1 : 0;
}

function known(apiKey: number): Api {
  const api = byKey[apiKey];
  if (api === undefined) throw new ProtocolError('version', `there is no API with key ${apiKey}`);
  return api;
}
