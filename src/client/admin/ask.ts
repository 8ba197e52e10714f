/**
 * The one driver of all operations: locates the items of a call, asks each broker about its items in one request, locates
 * and asks again, with backoff, about those whose error may pass, and ends when each item has a value or an error. What
 * an operation itself says is a declaration: its subject, its route, and how a broker is asked.
 */
import { shownValue } from '../config/parse-options.ts';
import { asClientError, ClientError, errorFor, needsMetadata, PartialFailure, type ItemResult } from '../errors.ts';
import type { AdminCall } from './admin-call.ts';
import { Answers, type Verdict } from './answers.ts';
import { toBroker, type Route } from './routes.ts';
import { brokerSubject, type Subject } from './subjects.ts';

export interface Question<Item, Value> {
  readonly subject: Subject<Item>;
  readonly route: Route<Item>;
  /** Puts what `nodeId` says of each item into `answers`. What it throws holds for all the items. */
  readonly ask: (nodeId: number, items: readonly Item[], answers: Answers<Value>) => Promise<void>;
}

/** A request whose answer is one verdict and, where that is good, one value. */
export interface SingleQuestion<A, Value> {
  readonly ask: (nodeId: number) => Promise<A & Verdict>;
  readonly read: (answer: A, nodeId: number) => Value;
}

interface ItemState<Item, Value> {
  readonly item: Item;
  readonly key: string;
  result: ItemResult<Item, Value> | null;
  /** What it was tried again for. */
  lastError: ClientError | null;
}

/**
 * The values in the order of `items`. Where an item failed, rejects with its error if there is no other, otherwise with a
 * PartialFailure. Failures of the client as a whole (authentication, ABORTED, CLIENT_CLOSED) are thrown as they are.
 */
export async function askAbout<Item, Value>(
  call: AdminCall,
  items: readonly Item[],
  question: Question<Item, Value>,
): Promise<Value[]> {
  const states = distinct<Item, Value>(call, items, question.subject);
  if (states.length === 0) return [];
  const rounds = new Rounds(call, states, question);
  try {
    await call.retry(() => rounds.next());
  } catch (error) {
    rounds.giveUp(asClientError(error));
  }
  return valuesOf(call, states);
}

/** One request about nothing in particular. */
export async function askOne<A, Value>(
  call: AdminCall,
  route: Route<string>,
  question: SingleQuestion<A, Value>,
): Promise<Value> {
  const values = await askAbout<string, Value>(call, [call.name], {
    subject: { key: (name) => name, describe: () => '' },
    route,
    async ask(nodeId, items, answers) {
      const answer = await question.ask(nodeId);
      for (const item of items) answers.add(item, answer, () => question.read(answer, nodeId));
    },
  });
  return values[0]!;
}

const WHILE_LOADING: ReadonlySet<string> = new Set(['COORDINATOR_LOAD_IN_PROGRESS', 'COORDINATOR_NOT_AVAILABLE']);

/** Each of the brokers by itself; the values in their order. */
export function askBrokers<A, Value>(
  call: AdminCall,
  brokerIds: readonly number[],
  question: SingleQuestion<A, Value>,
): Promise<Value[]> {
  return askAbout<number, Value>(call, brokerIds, {
    subject: brokerSubject,
    route: toBroker((brokerId) => brokerId, WHILE_LOADING),
    async ask(nodeId, items, answers) {
      const answer = await question.ask(nodeId);
      for (const item of items) answers.add(brokerSubject.key(item), answer, () => question.read(answer, nodeId));
    },
  });
}

/** For calls that resolve with nothing. */
export async function settled(values: Promise<unknown>): Promise<void> {
  await values;
}

class Rounds<Item, Value> {
  readonly #call: AdminCall;
  readonly #states: readonly ItemState<Item, Value>[];
  readonly #question: Question<Item, Value>;
  #isMetadataStale = false;

  constructor(call: AdminCall, states: readonly ItemState<Item, Value>[], question: Question<Item, Value>) {
    this.#call = call;
    this.#states = states;
    this.#question = question;
  }

  /** Rejects with something retriable while items are left without a result. */
  async next(): Promise<void> {
    if (this.#isMetadataStale) await this.#call.cluster.metadata.refresh(this.#call.waitOptions());
    this.#isMetadataStale = false;
    const pending = new Map(this.#pending().map((state) => [state.item, state]));
    const { nodes, refused } = await this.#question.route.locate(this.#call, [...pending.keys()]);
    for (const [item, error] of refused)
      this.#fail(pending.get(item)!, { nodeId: -1, error, mayPass: error.retriable });
    await Promise.all(
      Array.from(nodes, ([nodeId, items]) =>
        this.#ask(
          nodeId,
          items.map((item) => pending.get(item)!),
        ),
      ),
    );
    const waiting = this.#pending()[0]?.lastError;
    if (waiting !== undefined && waiting !== null) throw retriable(waiting);
  }

  /** The items that are left have the failure for their result; throws it where it is not about items. */
  giveUp(error: ClientError): void {
    const isAboutItems = error.code === 'REQUEST_TIMED_OUT' && this.#states.some(hasBeenAsked);
    if (!isAboutItems) throw error;
    for (const state of this.#pending()) {
      const { item, lastError } = state;
      const last = lastError === null ? '' : `; the last answer: ${lastError.message}`;
      const message = `${this.#about(item)} timed out after ${this.#call.timeoutMs} ms${last}`;
      const context = { ...this.#question.subject.place?.(item), nodeId: lastError?.nodeId, cause: lastError ?? error };
      state.result = { item, error: errorFor('REQUEST_TIMED_OUT', message, context) };
    }
  }

  async #ask(nodeId: number, states: readonly ItemState<Item, Value>[]): Promise<void> {
    const answers = new Answers<Value>();
    try {
      await this.#question.ask(
        nodeId,
        states.map(({ item }) => item),
        answers,
      );
    } catch (thrown) {
      const error = asClientError(thrown, { nodeId });
      if (isOfTheClient(error)) throw error;
      for (const state of states) this.#fail(state, { nodeId, error, mayPass: error.retriable, isWhole: true });
      return;
    }
    for (const state of states) {
      const answer = answers.of(state.key);
      if ('value' in answer) state.result = { item: state.item, value: answer.value };
      else {
        const { error } = answer;
        this.#fail(state, { nodeId, error, mayPass: this.#question.route.retries.has(error.code) });
      }
    }
  }

  /** `isWhole`: the error is not about the item alone, and is kept as it is. */
  #fail(
    state: ItemState<Item, Value>,
    failure: { nodeId: number; error: ClientError; mayPass: boolean; isWhole?: boolean },
  ): void {
    const { error, nodeId, mayPass, isWhole = false } = failure;
    if (mayPass) {
      state.lastError = error;
      this.#isMetadataStale ||= needsMetadata(error);
      this.#question.route.forget?.(this.#call, state.item, { nodeId, error });
    } else {
      state.result = { item: state.item, error: isWhole ? error : this.#ofItem(state.item, error, nodeId) };
    }
  }

  #ofItem(item: Item, error: ClientError, nodeId: number): ClientError {
    const { code, retriable: isRetriable, fatal, abortable, cause } = error;
    const message = `${this.#about(item)} failed: ${error.message}`;
    const place = { ...this.#question.subject.place?.(item), nodeId: nodeId === -1 ? error.nodeId : nodeId };
    return new ClientError(code, message, { ...place, retriable: isRetriable, fatal, abortable, cause });
  }

  /** `deleteTopics of topic orders`. */
  #about(item: Item): string {
    const what = this.#question.subject.describe(item);
    return what === '' ? this.#call.name : `${this.#call.name} of ${what}`;
  }

  #pending(): ItemState<Item, Value>[] {
    return this.#states.filter(({ result }) => result === null);
  }
}

function hasBeenAsked({ result, lastError }: ItemState<unknown, unknown>): boolean {
  return result !== null || lastError !== null;
}

/** Not of one broker or item: no other will fare better. */
function isOfTheClient({ code, fatal }: ClientError): boolean {
  return fatal || code === 'ABORTED' || code === 'CLIENT_CLOSED';
}

function retriable(error: ClientError): ClientError {
  return error.retriable ? error : new ClientError(error.code, error.message, { retriable: true, cause: error });
}

function distinct<Item, Value>(
  call: AdminCall,
  items: readonly Item[],
  { key, describe }: Subject<Item>,
): ItemState<Item, Value>[] {
  const seen = new Set<string>();
  return call.list(items).map((item) => {
    const itemKey = keyOf(call, item, key);
    if (seen.has(itemKey)) throw errorFor('INVALID_REQUEST', `${call.name} was given ${describe(item)} twice`);
    seen.add(itemKey);
    return { item, key: itemKey, result: null, lastError: null };
  });
}

/** An item that is none has no key. */
function keyOf<Item>(call: AdminCall, item: Item, key: (item: Item) => string): string {
  try {
    return key(item);
  } catch (error) {
    throw errorFor('INVALID_REQUEST', `${call.name} was given ${shownValue(item)} in its list`, { cause: error });
  }
}

function valuesOf<Item, Value>(call: AdminCall, states: readonly ItemState<Item, Value>[]): Value[] {
  const results = states.map(({ result }) => result!);
  const failures = results.flatMap(({ error }) => (error === undefined ? [] : [error]));
  const [first] = failures;
  if (first === undefined) return results.map(({ value }) => value as Value);
  const isOne = failures.length === results.length && failures.every((error) => error === first);
  if (isOne) throw first;
  throw new PartialFailure(
    `${call.name} failed for ${failures.length} of ${results.length}, first: ${first.message}`,
    results,
  );
}
