/**
 * The voters of the metadata's quorum (KIP-853): this one node, for ever. What an answer to changes of them is, as Kafka
 * gives it before and after `kraft.version` 1.
 */
import { Errors, type ErrorName } from '#protocol';
import { AclOperation, isClusterAuthorized } from './authorization.ts';
import type { BrokerServices, RequestContext } from './handler.ts';

export interface VoterRefusal {
  readonly errorCode: number;
  readonly errorMessage: string;
}

interface VoterRequest {
  readonly clusterId: string | null;
  readonly voterId: number;
  readonly voterDirectoryId: string;
}

/** With `kraft.version` 1 a voter is known by its id and its metadata's directory, before by its id alone: then null. */
export function voterDirectoryId({ metadata, logManager }: BrokerServices): string | null {
  return isReconfigurable(metadata.image) ? logManager.directories()[0]!.directoryId : null;
}

export function refusalOfNewVoter(request: VoterRequest, context: RequestContext): VoterRefusal {
  const { broker } = context;
  const early = earlyRefusal(request, context, 'adding');
  if (early !== null) return early;
  if (request.voterId < 0) return refusal('INVALID_REQUEST', "Add voter request didn't include a valid voter");
  if (request.voterId === broker.nodeId) {
    return refusal('DUPLICATE_VOTER', `Node ${broker.nodeId} is a voter of this cluster already.`);
  }
  return refusal('INVALID_REQUEST', `Node ${broker.nodeId} is the only voter that this cluster can have.`);
}

export function refusalOfRemoval(request: VoterRequest, context: RequestContext): VoterRefusal {
  const { broker } = context;
  const early = earlyRefusal(request, context, 'removing');
  if (early !== null) return early;
  const isKnown = request.voterId === broker.nodeId && request.voterDirectoryId === voterDirectoryId(broker);
  if (!isKnown) return refusal('VOTER_NOT_FOUND', `The only voter of this cluster is node ${broker.nodeId}.`);
  return refusal('INVALID_REQUEST', `Node ${broker.nodeId} is the only voter of this cluster and stays it.`);
}

function earlyRefusal(
  { clusterId }: VoterRequest,
  context: RequestContext,
  what: 'adding' | 'removing',
): VoterRefusal | null {
  const { broker } = context;
  if (!isClusterAuthorized(context, AclOperation.ALTER)) return refusal('CLUSTER_AUTHORIZATION_FAILED');
  if (clusterId !== null && clusterId !== broker.clusterId) {
    return refusal(
      'INCONSISTENT_CLUSTER_ID',
      `The given id "${clusterId}" doesn't match the cluster id "${broker.clusterId}"`,
    );
  }
  if (isReconfigurable(broker.metadata.image)) return null;
  return refusal('UNSUPPORTED_VERSION', `Cluster doesn't support ${what} voter because the kraft.version feature is 0`);
}

function isReconfigurable({ features }: { readonly features: ReadonlyMap<string, number> }): boolean {
  return (features.get('kraft.version') ?? 0) > 0;
}

function refusal(name: ErrorName, errorMessage: string = Errors[name].message): VoterRefusal {
  return { errorCode: Errors[name].code, errorMessage };
}
