/**
 * Who waits for records: one object a call of `send` or `sendBatch`, which ends when the last of the call's records has
 * been acknowledged or has failed. Records of `enqueue` have none.
 */
import { asClientError, ClientError, errorFor, PartialFailure, type ItemResult } from '../errors.ts';
import { signalProblem } from '../network/wait.ts';
import type { ProducerRecord, RecordMetadata } from './producer-record.ts';

/** Told what came of each record; `slot` is the record's number within its call. */
export interface DeliveryListener {
  /** The caller has gone: a record that is in no batch yet need not be sent. */
  readonly isAborted: boolean;
  delivered(slot: number, metadata: RecordMetadata): void;
  failed(slot: number, error: ClientError): void;
}

type Resolve<T> = (value: T) => void;
type Reject = (error: Error) => void;

let resolveSend: Resolve<RecordMetadata>;
let rejectSend: Reject;

/** One function for all promises of `send`, instead of a closure for each. */
function takeHandles(resolve: Resolve<RecordMetadata>, reject: Reject): void {
  resolveSend = resolve;
  rejectSend = reject;
}

/** A call of `send`. */
export class SendCall implements DeliveryListener {
  isAborted = false;
  readonly promise: Promise<RecordMetadata>;
  /** Set where an AbortSignal is listened to. */
  cleanup: (() => void) | null = null;
  readonly #resolve: Resolve<RecordMetadata>;
  readonly #reject: Reject;

  constructor() {
    this.promise = new Promise(takeHandles);
    this.#resolve = resolveSend;
    this.#reject = rejectSend;
  }

  delivered(_slot: number, metadata: RecordMetadata): void {
    if (this.cleanup !== null) this.cleanup();
    this.#resolve(metadata);
  }

  failed(_slot: number, error: ClientError): void {
    if (this.cleanup !== null) this.cleanup();
    this.#reject(error);
  }

  abort(error: ClientError): void {
    this.isAborted = true;
    this.failed(0, error);
  }
}

/** A call of `sendBatch`. */
export class BatchCall implements DeliveryListener {
  isAborted = false;
  readonly promise: Promise<RecordMetadata[]>;
  cleanup: (() => void) | null = null;
  readonly #resolve: Resolve<RecordMetadata[]>;
  readonly #reject: Reject;
  readonly #records: readonly ProducerRecord<unknown, unknown>[];
  readonly #delivered: RecordMetadata[];
  /** By slot; null while nothing has failed. */
  #errors: Map<number, ClientError> | null = null;
  #pending: number;

  constructor(records: readonly ProducerRecord<unknown, unknown>[]) {
    const { promise, resolve, reject } = Promise.withResolvers<RecordMetadata[]>();
    this.promise = promise;
    this.#resolve = resolve;
    this.#reject = reject;
    this.#records = records;
    this.#pending = records.length;
    this.#delivered = Array.from({ length: records.length });
    if (records.length === 0) this.#end();
  }

  delivered(slot: number, metadata: RecordMetadata): void {
    this.#delivered[slot] = metadata;
    if (--this.#pending === 0) this.#end();
  }

  failed(slot: number, error: ClientError): void {
    this.#errors ??= new Map();
    this.#errors.set(slot, error);
    if (--this.#pending === 0) this.#end();
  }

  abort(error: ClientError): void {
    this.isAborted = true;
    this.#reject(error);
    this.cleanup?.();
  }

  #end(): void {
    this.cleanup?.();
    const errors = this.#errors;
    if (errors === null) return this.#resolve(this.#delivered);
    const [first] = errors.values();
    if (this.#records.length === 1 && first !== undefined) return this.#reject(first);
    const results = this.#records.map((item, slot): ItemResult<ProducerRecord<unknown, unknown>, RecordMetadata> => {
      const error = errors.get(slot);
      return error === undefined ? { item, value: this.#delivered[slot]! } : { item, error };
    });
    const message = `${errors.size} of ${results.length} records were not delivered: ${first?.message ?? ''}`;
    this.#reject(new PartialFailure(message, results));
  }
}

/** Rejects the call when the signal fires, at once where it has. */
export function abortWith(call: SendCall | BatchCall, signal: AbortSignal): void {
  const onAbort = (): void =>
    call.abort(errorFor('ABORTED', 'The wait for the record was aborted by its signal.', { cause: signal.reason }));
  const problem = signalProblem(signal);
  if (problem !== null) return call.abort(problem);
  if (signal.aborted) return onAbort();
  signal.addEventListener('abort', onAbort, { once: true });
  call.cleanup = () => signal.removeEventListener('abort', onAbort);
}

/** What a serializer or the shape of a record was refused with. */
export function serializationFailed(topic: unknown, what: string, cause: unknown): ClientError {
  const isNamed = typeof topic === 'string' && topic !== '';
  const record = isNamed ? `A record for topic ${topic}` : 'A record';
  const reason = cause === undefined ? '' : `: ${asClientError(cause).message}`;
  return errorFor('SERIALIZATION_FAILED', `${record} was not sent, ${what}${reason}.`, {
    topic: isNamed ? topic : undefined,
    cause,
  });
}
