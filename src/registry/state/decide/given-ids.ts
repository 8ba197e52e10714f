/**
 * Ids that decisions of one batch have given, which no record tells the state of yet: the next decision of the batch goes on
 * behind them, and gives the same schema the same one.
 */
import type { Candidate } from '../candidate.ts';

export class GivenIds {
  readonly #byContent = new Map<string, number>();
  readonly #highest = new Map<string, number>();

  /** Null where the batch has given the schema none in the context. */
  idOf(context: string, candidate: Pick<Candidate, 'schemaType' | 'guid'>): number | null {
    return this.#byContent.get(contentKey(context, candidate)) ?? null;
  }

  /** 0 for none. */
  highest(context: string): number {
    return this.#highest.get(context) ?? 0;
  }

  give(context: string, candidate: Pick<Candidate, 'schemaType' | 'guid'>, id: number): void {
    this.#byContent.set(contentKey(context, candidate), id);
    this.#highest.set(context, Math.max(id, this.highest(context)));
  }
}

function contentKey(context: string, { schemaType, guid }: Pick<Candidate, 'schemaType' | 'guid'>): string {
  return `${schemaType} ${guid} ${context}`;
}
