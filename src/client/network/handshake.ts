/**
 * What goes over a new connection before the first request: who the client is and what the broker can (ApiVersions), and
 * the way that authentication takes over it.
 */
import { apiVersionsRequest, newApiVersionsRequest } from '#protocol';
import type { ClientContext } from '../cluster/client-context.ts';
import { errorFor } from '../errors.ts';
import { negotiateVersions, type Negotiated } from './api-versions-exchange.ts';
import type { AuthenticationChannel } from './authenticator.ts';
import { describePeer, type Peer } from './broken-connection.ts';
import type { BrokerVersions } from './broker-versions.ts';
import type { ClientConnection } from './client-connection.ts';
import { PendingRequest } from './pending-request.ts';

/** What brokers know the client by (KIP-511). */
export const CLIENT_SOFTWARE: { readonly clientSoftwareName: string; readonly clientSoftwareVersion: string } = {
  clientSoftwareName: 'samsa',
  clientSoftwareVersion: '0.1.0',
};

/** The version to begin with where no broker has said which one it takes. */
export const NEWEST_API_VERSIONS: number = apiVersionsRequest.maxVersion;

export interface VersionsQuestion {
  readonly context: ClientContext;
  readonly peer: Peer;
  /** Null while it is not known. */
  readonly clusterId: string | null;
  readonly firstVersion: number;
}

/** Rejects with a ClientError. */
export function agreeOnVersions(
  connection: ClientConnection,
  { context, peer, clusterId, firstVersion }: VersionsQuestion,
): Promise<Negotiated> {
  const { env, config } = context;
  // A bootstrap server may be any broker of any cluster.
  const isMeant = config.metadataClusterCheckEnable && peer.nodeId >= 0 && clusterId !== null;
  const request = newApiVersionsRequest({
    ...CLIENT_SOFTWARE,
    clusterId: isMeant ? clusterId : null,
    nodeId: isMeant ? peer.nodeId : -1,
  });
  return negotiateVersions(connection, { env, peer, timeoutMs: config.requestTimeoutMs, firstVersion, request });
}

export interface AuthenticationStep {
  readonly context: ClientContext;
  readonly peer: Peer;
  readonly versions: BrokerVersions;
  readonly isReauthentication: boolean;
}

/** The connection as an authenticator sees it: what it sends goes before all that waits. */
export function authenticationChannel(
  connection: ClientConnection,
  { context, peer, versions, isReauthentication }: AuthenticationStep,
): AuthenticationChannel {
  const { host, port, nodeId } = peer;
  const { env, config } = context;
  return {
    host,
    port,
    nodeId,
    isReauthentication,
    send: (rpc, body) => {
      const describeBroker = (): string => describePeer(peer);
      const exchange = new PendingRequest(env, rpc, body, { timeoutMs: config.requestTimeoutMs, describeBroker });
      if (!connection.isClosed) connection.send(exchange, versions);
      else exchange.fail(errorFor('NETWORK_EXCEPTION', `${describePeer(peer)} closed the connection`, { nodeId }));
      return exchange.promise;
    },
    versionOf: (rpc) => versions.highest(rpc),
  };
}
