/**
 * The events `….network.request` and `….network.request_timeout`, and what a consumer's HEARTBEAT and FETCH come from: the
 * client's diagnostic channels, listened to only while somebody listens here, and only for the clients that are watched.
 */
import { diagnosticChannels, type ClientIdentity, type FetchMessage, type RequestMessage } from '#client';
import type { Env } from '#kernel';
import type { RequestPayload, RequestTimeoutPayload } from './instrumentation.ts';

export interface NetworkListener {
  onRequest(payload: RequestPayload): void;
  onTimeout(payload: RequestTimeoutPayload): void;
  onRequestStart?(message: RequestMessage): void;
  onFetch?(message: FetchMessage): void;
}

/** The node id of connections to bootstrap servers. */
const BOOTSTRAP = -1;

export class NetworkEvents {
  readonly #env: Env;
  readonly #listener: NetworkListener;
  readonly #watched = new Set<ClientIdentity>();
  readonly #brokers = new Map<number, string>();
  #isListening = false;

  constructor(env: Env, listener: NetworkListener) {
    this.#env = env;
    this.#listener = listener;
  }

  /** From now on also of this client, which starts from this bootstrap server. */
  watch(client: { readonly identity: ClientIdentity }, bootstrapServer = ''): void {
    this.#watched.add(client.identity);
    if (!this.#brokers.has(BOOTSTRAP)) this.#brokers.set(BOOTSTRAP, bootstrapServer);
  }

  /** The clients are gone. */
  forget(): void {
    this.#watched.clear();
  }

  listen(isListening: boolean): void {
    if (isListening === this.#isListening) return;
    this.#isListening = isListening;
    const { connectionOpened, requests, fetches } = diagnosticChannels;
    if (isListening) {
      connectionOpened.subscribe(this.#onConnection);
      requests.start.subscribe(this.#onStart);
      requests.asyncEnd.subscribe(this.#onEnd);
      fetches.subscribe(this.#onFetch);
      return;
    }
    connectionOpened.unsubscribe(this.#onConnection);
    requests.start.unsubscribe(this.#onStart);
    requests.asyncEnd.unsubscribe(this.#onEnd);
    fetches.unsubscribe(this.#onFetch);
  }

  readonly #onConnection = (message: { client: ClientIdentity; nodeId: number; host: string; port: number }): void => {
    if (this.#watched.has(message.client)) this.#brokers.set(message.nodeId, `${message.host}:${message.port}`);
  };

  readonly #onStart = (message: RequestMessage): void => {
    if (this.#watched.has(message.client)) this.#listener.onRequestStart?.(message);
  };

  readonly #onEnd = (message: RequestMessage): void => {
    if (!this.#watched.has(message.client)) return;
    const sentAt = this.#env.clock.now() - Math.round(message.durationMs ?? 0);
    const { apiKey, apiName, apiVersion, correlationId, error } = message;
    const broker = this.#brokers.get(message.nodeId) ?? String(message.nodeId);
    const { clientId } = message.client;
    const common = { apiKey, apiName, apiVersion, broker, clientId, correlationId, sentAt };
    const payload = { ...common, createdAt: sentAt, pendingDuration: 0 };
    if (error === undefined) {
      this.#listener.onRequest({
        ...payload,
        duration: Math.round(message.durationMs ?? 0),
        size: message.responseBytes ?? 0,
      });
    } else if ('code' in error && error.code === 'REQUEST_TIMED_OUT') this.#listener.onTimeout(payload);
  };

  readonly #onFetch = (message: FetchMessage): void => {
    if (this.#watched.has(message.client)) this.#listener.onFetch?.(message);
  };
}
