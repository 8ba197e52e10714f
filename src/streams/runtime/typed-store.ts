/** A node's stores by their kinds: the plan that connects a node with a store has made it of the kind that the node needs. */
import type { SubscriptionStore } from '../operators/foreign-key/subscription-store.ts';
import type { ChangeBuffer } from '../stores/change-buffer.ts';
import type { JoinBuffer } from '../stores/join-buffer.ts';
import type { SessionStore, WindowStore } from '../stores/state-store.ts';
import type { WaitingRecordsStore } from '../stores/waiting-records-store.ts';
import type { NodeContext } from './node-context.ts';

export function windowStoreOf(context: NodeContext, name: string): WindowStore<unknown, unknown> {
  return context.store(name) as WindowStore<unknown, unknown>;
}

export function sessionStoreOf(context: NodeContext, name: string): SessionStore<unknown, unknown> {
  return context.store(name) as SessionStore<unknown, unknown>;
}

export function changeBufferOf(context: NodeContext, name: string): ChangeBuffer<unknown, unknown> {
  return context.store(name) as ChangeBuffer<unknown, unknown>;
}

export function joinBufferOf(context: NodeContext, name: string): JoinBuffer {
  return context.store(name) as JoinBuffer;
}

export function waitingRecordsOf(context: NodeContext, name: string): WaitingRecordsStore {
  return context.store(name) as WaitingRecordsStore;
}

export function subscriptionStoreOf(context: NodeContext, name: string): SubscriptionStore {
  return context.store(name) as SubscriptionStore;
}
