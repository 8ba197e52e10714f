/**
 * Instrumentation events: what `on(event, listener)` of producer, consumer and admin hears. An event is made only where
 * somebody listens; a listener that fails is logged and harms nobody.
 */
import { EventEmitter } from 'node:events';
import type { Env } from '#kernel';
import { KafkaJSNonRetriableError } from './errors.ts';
import type { Logger } from './logger.ts';

export interface InstrumentationEvent<T> {
  /** Counts up with every event of the process. */
  id: string;
  type: string;
  /** Milliseconds since the epoch. */
  timestamp: number;
  payload: T;
}

/** Takes a listener away. The parameter is the event's name, which nothing depends on. */
export type RemoveInstrumentationEventListener<_EventName> = () => void;

export type ConnectEvent = InstrumentationEvent<null>;
export type DisconnectEvent = InstrumentationEvent<null>;

export interface RequestPayload {
  apiKey: number;
  apiName: string;
  apiVersion: number;
  /** `host:port`. */
  broker: string;
  clientId: string;
  correlationId: number;
  createdAt: number;
  duration: number;
  pendingDuration: number;
  sentAt: number;
  /** Bytes of the answer. */
  size: number;
}
export type RequestEvent = InstrumentationEvent<RequestPayload>;
export type RequestTimeoutPayload = Omit<RequestPayload, 'duration' | 'size'>;
export type RequestTimeoutEvent = InstrumentationEvent<RequestTimeoutPayload>;
export interface RequestQueueSizePayload {
  broker: string;
  clientId: string;
  queueSize: number;
}
export type RequestQueueSizeEvent = InstrumentationEvent<RequestQueueSizePayload>;

/** How a client's `on` looks for its events. */
export type On<Payloads> = <Name extends keyof Payloads>(
  eventName: Name,
  listener: (event: InstrumentationEvent<Payloads[Name]>) => void,
) => () => void;

export interface InstrumentationOptions {
  readonly env: Env;
  readonly logger: Logger;
  /** As `producer.events`, for the message about a name that there is not. */
  readonly of: string;
  readonly events: Readonly<Record<string, string>>;
}

let lastId = 0;

export class Instrumentation<Payloads extends object> {
  readonly #options: InstrumentationOptions;
  readonly #emitter = new EventEmitter();
  /** Called when the first listener of any event comes, and with false when the last has gone. */
  onListening: ((isListening: boolean) => void) | null = null;
  #listeners = 0;

  constructor(options: InstrumentationOptions) {
    this.#options = options;
    this.#emitter.setMaxListeners(0);
  }

  hasListener(name: keyof Payloads & string): boolean {
    return this.#emitter.listenerCount(name) > 0;
  }

  emit<Name extends keyof Payloads & string>(name: Name, payload: Payloads[Name]): void {
    if (!this.hasListener(name)) return;
    const event: InstrumentationEvent<Payloads[Name]> = {
      id: String(lastId++),
      type: name,
      timestamp: this.#options.env.clock.now(),
      payload,
    };
    this.#emitter.emit(name, event);
  }

  /** The function returned takes the listener away again. Throws for a name that there is not. */
  on<Name extends keyof Payloads>(
    name: Name,
    listener: (event: InstrumentationEvent<Payloads[Name]>) => void,
  ): () => void {
    const { of, events, logger } = this.#options;
    if (!Object.values(events).includes(name as string)) {
      const names = Object.keys(events).map((key) => `${of}.${key}`);
      throw new KafkaJSNonRetriableError(`Event name should be one of ${names.join(', ')}, not ${String(name)}`);
    }
    const call = (event: InstrumentationEvent<Payloads[Name]>): void => {
      // An async listener fails later; both ways end here.
      void (async () => listener(event))().catch((error: unknown) => {
        const { message, stack } = error instanceof Error ? error : new Error(String(error));
        logger.error(`Failed to execute listener: ${message}`, { eventName: name, stack });
      });
    };
    this.#emitter.on(name as string, call);
    if (this.#listeners++ === 0) this.onListening?.(true);
    return () => {
      if (!this.#emitter.listeners(name as string).includes(call)) return;
      this.#emitter.off(name as string, call);
      if (--this.#listeners === 0) this.onListening?.(false);
    };
  }
}
