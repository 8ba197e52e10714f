/**
 * A member of a classic group: what it told the coordinator when it joined, what its leader gave it, and the requests
 * of it that are parked. A member that waits in JoinGroup or SyncGroup need not send heartbeats.
 */
import type { JoinGroupRequestProtocol, JoinGroupResponse, SyncGroupResponse } from '#protocol';
import type { Waiter } from '../runtime/turn.ts';
import { MEMBER_BYTES, PROTOCOL_BYTES } from './state-memory.ts';

const NO_ASSIGNMENT: Uint8Array = new Uint8Array(0);

export interface ClassicGroupMemberOptions {
  readonly memberId: string;
  readonly groupInstanceId: string | null;
  readonly clientId: string;
  readonly clientHost: string;
  readonly rebalanceTimeoutMs: number;
  readonly sessionTimeoutMs: number;
  readonly protocolType: string;
  /** The assignors that it supports, preferred ones first, each with what it tells its leader. */
  readonly protocols: readonly JoinGroupRequestProtocol[];
  readonly assignment?: Uint8Array;
}

export class ClassicGroupMember {
  readonly memberId: string;
  /** Not null for a static member (KIP-345). */
  readonly groupInstanceId: string | null;
  readonly clientId: string;
  readonly clientHost: string;
  readonly protocolType: string;
  rebalanceTimeoutMs: number;
  sessionTimeoutMs: number;
  protocols: readonly JoinGroupRequestProtocol[];
  assignment: Uint8Array;
  /** It has not had an answer to its first JoinGroup yet, and so cannot send heartbeats. */
  isNew: boolean = false;
  /** When it is removed unless it is heard of; milliseconds of the monotonic clock. */
  sessionDeadline: number = Infinity;
  /** Changed by ClassicGroup alone, which counts them. */
  awaitingJoin: Waiter<JoinGroupResponse> | null = null;
  awaitingSync: Waiter<SyncGroupResponse> | null = null;

  constructor(options: ClassicGroupMemberOptions) {
    this.memberId = options.memberId;
    this.groupInstanceId = options.groupInstanceId;
    this.clientId = options.clientId;
    this.clientHost = options.clientHost;
    this.protocolType = options.protocolType;
    this.rebalanceTimeoutMs = options.rebalanceTimeoutMs;
    this.sessionTimeoutMs = options.sessionTimeoutMs;
    this.protocols = options.protocols;
    this.assignment = options.assignment ?? NO_ASSIGNMENT;
  }

  /** What it takes in memory, roughly; its assignment aside, which the log's largest batch bounds. */
  get sizeInBytes(): number {
    const { memberId, clientId, clientHost } = this;
    return MEMBER_BYTES + memberId.length + clientId.length + clientHost.length + sizeOfProtocols(this.protocols);
  }

  get isStatic(): boolean {
    return this.groupInstanceId !== null;
  }

  /** Nothing is expected of a member that waits, except of a new one: it may be gone, and nobody would know. */
  get isExcusedFromHeartbeats(): boolean {
    return !this.isNew && (this.awaitingJoin !== null || this.awaitingSync !== null);
  }

  /** What it tells its leader under `protocol`; undefined where it does not support that. */
  metadataOf(protocol: string): Uint8Array | undefined {
    return this.protocols.find(({ name }) => name === protocol)?.metadata;
  }

  /** Whether joining with `protocols` changes nothing. */
  matches(protocols: readonly JoinGroupRequestProtocol[]): boolean {
    const distinct = distinctProtocols(protocols);
    if (distinct.length !== this.protocols.length) return false;
    return distinct.every(({ name, metadata }, i) => {
      const own = this.protocols[i]!;
      return own.name === name && Buffer.compare(own.metadata, metadata) === 0;
    });
  }

  clearAssignment(): void {
    this.assignment = NO_ASSIGNMENT;
  }
}

/** What protocols take in memory, roughly. */
export function sizeOfProtocols(protocols: readonly JoinGroupRequestProtocol[]): number {
  let bytes = 0;
  for (const { name, metadata } of protocols) bytes += PROTOCOL_BYTES + name.length + metadata.length;
  return bytes;
}

/** Each name once, in memory of its own, so that a member does not hold on to the frame it came in. */
export function ownProtocols(protocols: readonly JoinGroupRequestProtocol[]): JoinGroupRequestProtocol[] {
  return distinctProtocols(protocols).map(({ name, metadata }) => ({ name, metadata: Buffer.from(metadata) }));
}

/** A name that is told twice would count as the support of two members. */
function distinctProtocols(protocols: readonly JoinGroupRequestProtocol[]): JoinGroupRequestProtocol[] {
  const names = new Set<string>();
  return protocols.filter(({ name }) => !names.has(name) && names.add(name));
}
