/**
 * Who was denied what, as a log line of the component `authorizer` (Kafka's authorizer logger): each refusal once a
 * minute however often it is repeated, so that a client in a loop fills no disk. What lists leave out as its reader may
 * not see it is DESCRIBE, and shown at level debug only.
 */
import type { Clock, Logger } from '#kernel';
import { AclOperation, AclResourceType, principalText, type Requester } from '../authorization.ts';

const QUIET_MS = 60_000;
const MAX_REMEMBERED = 1000;
const OPERATIONS = new Map<number, string>(Object.entries(AclOperation).map(([name, code]) => [code, name]));
const RESOURCES = new Map<number, string>(Object.entries(AclResourceType).map(([name, code]) => [code, name]));

export class RefusalLog {
  readonly #clock: Clock;
  readonly #logger: Logger;
  /** When each refusal was written down last, the latest at the end. */
  readonly #written = new Map<string, number>();

  constructor(clock: Clock, logger: Logger) {
    this.#clock = clock;
    this.#logger = logger.component('authorizer');
  }

  note(requester: Requester, operation: number, resource: { readonly type: number; readonly name: string }): void {
    const level = operation === AclOperation.DESCRIBE ? 'debug' : 'info';
    if (!this.#logger.isEnabled(level)) return;
    const principal = principalText(requester.principal);
    const key = `${principal} ${requester.host} ${operation} ${resource.type} ${resource.name}`;
    const now = this.#clock.monotonic();
    if (now - (this.#written.get(key) ?? Number.NEGATIVE_INFINITY) < QUIET_MS) return;
    this.#written.delete(key);
    this.#written.set(key, now);
    if (this.#written.size > MAX_REMEMBERED) this.#written.delete(this.#written.keys().next().value ?? '');
    this.#logger[level]('Denied', {
      principal,
      host: requester.host,
      operation: OPERATIONS.get(operation) ?? String(operation),
      resource: `${RESOURCES.get(resource.type) ?? resource.type}:${resource.name}`,
    });
  }
}
