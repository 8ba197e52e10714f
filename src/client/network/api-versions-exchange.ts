/**
 * The first request on every connection: which APIs, versions and features the broker has (KIP-35, KIP-511, KIP-584).
 * Asked in the newest version; a broker that does not know that one says so in the oldest format, and is asked again in
 * the newest that it has. The request names the cluster and the broker that are meant, where they are known (KIP-1242).
 */
import type { Env } from '#kernel';
import {
  apiVersionsRequest,
  apiVersionsResponse,
  ApiKey,
  Errors,
  newApiVersionsResponse,
  newApiVersionsResponseApiVersion,
  Reader,
  type ApiVersionsRequest,
  type ApiVersionsResponse,
} from '#protocol';
import { errorFor } from '../errors.ts';
import { describePeer, type Peer } from './broken-connection.ts';
import { BrokerVersions } from './broker-versions.ts';
import type { ClientConnection } from './client-connection.ts';
import { PendingRequest } from './pending-request.ts';

export interface NegotiationOptions {
  readonly env: Env;
  readonly peer: Peer;
  readonly timeoutMs: number;
  /** The version of ApiVersions to begin with. */
  readonly firstVersion: number;
  readonly request: ApiVersionsRequest;
}

export interface Negotiated {
  readonly versions: BrokerVersions;
  /** The version of ApiVersions that the broker took. */
  readonly version: number;
}

const FIRST_FORMAT = 0;
/** The newest version, then what the broker says that it has, then the oldest. */
const MAX_ATTEMPTS = 3;
const CORRELATION_BYTES = 4;

/** Rejects with a ClientError. */
export async function negotiateVersions(
  connection: ClientConnection,
  { env, peer, timeoutMs, firstVersion, request }: NegotiationOptions,
): Promise<Negotiated> {
  let version = firstVersion;
  for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
    const exchange = new ApiVersionsExchange(env, { peer, timeoutMs, version, request });
    connection.send(exchange, only(version));
    const answer = await exchange.promise;
    if (answer.errorCode === Errors.NONE.code) return { versions: new BrokerVersions(answer), version };
    if (answer.errorCode !== Errors.UNSUPPORTED_VERSION.code || version === FIRST_FORMAT) {
      throw errorFor(answer.errorCode, `${describePeer(peer)} refused the connection: ${reason(answer.errorCode)}`, {
        nodeId: peer.nodeId,
        retriable: answer.errorCode === Errors.REBOOTSTRAP_REQUIRED.code,
      });
    }
    version = attempt === MAX_ATTEMPTS - 1 ? FIRST_FORMAT : nextVersion(answer, version);
  }
  throw errorFor('UNSUPPORTED_VERSION', `${describePeer(peer)} has no version of ApiVersions`, { nodeId: peer.nodeId });
}

function nextVersion({ apiKeys }: ApiVersionsResponse, tried: number): number {
  const range = apiKeys.find(({ apiKey }) => apiKey === ApiKey.ApiVersions);
  return range === undefined || range.maxVersion < 0 ? FIRST_FORMAT : Math.min(range.maxVersion, tried - 1);
}

function reason(code: number): string {
  return errorFor(code).message;
}

/** What is known of a broker before it has said anything: that it may have this version of ApiVersions. */
function only(version: number): BrokerVersions {
  const range = newApiVersionsResponseApiVersion({ apiKey: ApiKey.ApiVersions, minVersion: 0, maxVersion: version });
  return new BrokerVersions(newApiVersionsResponse({ apiKeys: [range] }));
}

interface ExchangeOptions {
  readonly peer: Peer;
  readonly timeoutMs: number;
  readonly version: number;
  readonly request: ApiVersionsRequest;
}

/** A request whose answer is in the first format where the broker does not know the version. */
class ApiVersionsExchange extends PendingRequest<ApiVersionsRequest, ApiVersionsResponse> {
  constructor(env: Env, { peer, timeoutMs, version, request }: ExchangeOptions) {
    super(env, [apiVersionsRequest, apiVersionsResponse], request, {
      timeoutMs,
      maxVersion: version,
      describeBroker: () => describePeer(peer),
    });
  }

  protected override read(frame: Buffer, version: number): ApiVersionsResponse {
    const isRefusal =
      frame.length >= CORRELATION_BYTES + 2 && frame.readInt16BE(CORRELATION_BYTES) === Errors.UNSUPPORTED_VERSION.code;
    if (!isRefusal) return super.read(frame, version);
    const reader = new Reader(frame.subarray(CORRELATION_BYTES));
    return apiVersionsResponse.read(reader, FIRST_FORMAT);
  }
}
