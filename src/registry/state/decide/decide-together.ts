/**
 * Decides commands that wait together, for one batch: an fsync, a round trip and a fetch for all of them instead of for each.
 *
 * Invariant: what comes out is what deciding and applying one after the other, in some order, would have come to. So
 * registrations alone stand together, and those only whose subjects, and the subjects they refer to, the others of the
 * batch do not write; ids that the batch has given count for those behind.
 */
import type { Decision, RegisterCommand, RegistryCommand, RegistryWorld, StoreRecord } from '../../registry-types.ts';
import { normalizeSubject, parseSubject, qualifyReference } from '../qualified-subject.ts';
import type { RegistryState } from '../registry-state.ts';
import { decide } from './decide.ts';
import { GivenIds } from './given-ids.ts';

/** What a command of a batch comes to. */
export type Outcome =
  | { readonly answer: unknown; readonly isWritten: boolean }
  | { readonly error: unknown; readonly isWritten: false };

export interface BatchDecision {
  /** Of all that were decided, in their order; to be written in one batch. */
  readonly records: readonly StoreRecord[];
  /** By the places of commands; what is not in it is for the next batch. The first command always is. */
  readonly outcomes: ReadonlyMap<number, Outcome>;
}

/** So many commands, and bytes of records, in a batch; one that is larger goes alone. */
const MAX_TOGETHER = 100;
const MAX_BYTES = 256 * 1024;
/** Behind so many that wait none is looked for: they would be looked at again and again. */
const MAX_LOOK = 1000;

export function decideTogether(
  state: RegistryState,
  commands: readonly RegistryCommand[],
  world: Omit<RegistryWorld, 'given'>,
): BatchDecision {
  const batch = new Batch(state, { ...world, given: new GivenIds() });
  const [first] = commands;
  if (first === undefined) return batch;
  if (!isJoinable(first)) {
    batch.decide(0, first);
    return batch;
  }
  const end = Math.min(commands.length, MAX_LOOK);
  for (let place = 0; place < end && !batch.isFull; place++) {
    const command = commands[place];
    // What comes behind a change of a mode or a deletion was asked for with that in mind.
    if (command === undefined || !isJoinable(command)) break;
    if (batch.takes(command)) batch.decide(place, command);
  }
  return batch;
}

/** An id of one's own may be the one that the batch has just given. */
function isJoinable(command: RegistryCommand): command is RegisterCommand {
  return command.type === 'register' && (command.request.id === null || command.request.id < 0);
}

class Batch implements BatchDecision {
  readonly records: StoreRecord[] = [];
  readonly outcomes = new Map<number, Outcome>();
  readonly #state: RegistryState;
  readonly #world: RegistryWorld;
  readonly #written = new Set<string>();
  readonly #referred = new Set<string>();
  #bytes = 0;
  #isFull = false;

  constructor(state: RegistryState, world: RegistryWorld) {
    this.#state = state;
    this.#world = world;
  }

  get isFull(): boolean {
    return this.#isFull || this.outcomes.size >= MAX_TOGETHER || this.#bytes >= MAX_BYTES;
  }

  takes(command: RegisterCommand): boolean {
    const subject = normalizeSubject(command.subject);
    if (this.#written.has(subject) || this.#referred.has(subject)) return false;
    return referencesOf(command).every((name) => !this.#written.has(name));
  }

  decide(place: number, command: RegistryCommand): void {
    let decision: Decision;
    try {
      decision = decide(this.#state, command, this.#world);
    } catch (error) {
      this.outcomes.set(place, { error, isWritten: false });
      return;
    }
    const { records, answer } = decision;
    const bytes = records.reduce((sum, { key, value }) => sum + key.length + (value?.length ?? 0), 0);
    if (bytes > 0 && this.#bytes > 0 && this.#bytes + bytes > MAX_BYTES) {
      // Its id goes to nobody of this batch, which ends here.
      this.#isFull = true;
      return;
    }
    this.#bytes += bytes;
    this.records.push(...records);
    this.outcomes.set(place, { answer, isWritten: records.length > 0 });
    if (command.type !== 'register' || records.length === 0) return;
    this.#written.add(normalizeSubject(command.subject));
    for (const name of referencesOf(command)) this.#referred.add(name);
  }
}

/** Qualified. */
function referencesOf({ subject, request }: RegisterCommand): readonly string[] {
  if (request.references.length === 0) return [];
  const { context } = parseSubject(subject);
  return request.references.map((reference) => qualifyReference(context, reference.subject));
}
