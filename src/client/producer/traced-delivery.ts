/** A record that somebody traces: its end is told to the subscribers before the caller hears of it. */
import type { SendMessage } from '../diagnostics.ts';
import type { ClientError } from '../errors.ts';
import type { ClientDiagnostics } from '../telemetry/client-diagnostics.ts';
import type { RecordMetadata } from './producer-record.ts';
import type { DeliveryListener } from './send-call.ts';

export class TracedDelivery implements DeliveryListener {
  readonly #diagnostics: ClientDiagnostics;
  readonly #message: SendMessage;
  readonly #inner: DeliveryListener | null;

  constructor(diagnostics: ClientDiagnostics, message: SendMessage, inner: DeliveryListener | null) {
    this.#diagnostics = diagnostics;
    this.#message = message;
    this.#inner = inner;
  }

  get isAborted(): boolean {
    return this.#inner?.isAborted ?? false;
  }

  delivered(slot: number, metadata: RecordMetadata): void {
    this.#diagnostics.sendEnded(this.#message, metadata);
    this.#inner?.delivered(slot, metadata);
  }

  failed(slot: number, error: ClientError): void {
    this.#diagnostics.sendEnded(this.#message, error);
    this.#inner?.failed(slot, error);
  }
}
