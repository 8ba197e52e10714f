/**
 * Picks, among the subscribers of a topic, whom to give the next partition and whom to take one from, each in constant
 * time. The subscribers stand sorted by load; those to give to are a range that begins at the least loaded and grows to
 * the right each time all in it have got one; those to take from a range that grows from the most loaded to the left.
 */
export class LoadBalancer {
  readonly #loads: readonly number[];
  #sorted: number[] = [];
  /** The range to give to is [0, end), and everybody in it had `level` partitions when its round began. */
  #lightEnd = 0;
  #lightLevel = 0;
  #nextLight = 0;
  /** The range to take from is [start, end); those behind its end have nothing of the topic to give. */
  #heavyStart = 0;
  #heavyEnd = 0;
  #heavyLevel = 0;
  #nextHeavy = 0;

  /** @param loads by member, how many partitions it has; the caller keeps it up to date */
  constructor(loads: readonly number[]) {
    this.#loads = loads;
  }

  /** Begins with other members; answers the difference between the greatest and the smallest load. */
  begin(members: readonly number[]): number {
    this.#sorted = members.toSorted((a, b) => this.#loads[a]! - this.#loads[b]! || a - b);
    const smallest = this.#loads[this.#sorted[0]!]!;
    const greatest = this.#loads[this.#sorted.at(-1)!]!;
    this.#lightEnd = 0;
    this.#lightLevel = smallest - 1;
    this.#nextLight = 0;
    this.#heavyStart = this.#sorted.length;
    this.#heavyEnd = this.#sorted.length;
    this.#heavyLevel = greatest + 1;
    this.#nextHeavy = this.#sorted.length - 1;
    return greatest - smallest;
  }

  #loadAt(index: number): number {
    return this.#loads[this.#sorted[index]!]!;
  }

  /** Whom to give a partition, which the caller then does. */
  nextLightest(): number {
    if (this.#nextLight >= this.#lightEnd) {
      this.#lightLevel++;
      while (this.#lightEnd < this.#sorted.length && this.#loadAt(this.#lightEnd) === this.#lightLevel)
        this.#lightEnd++;
      this.#nextLight = 0;
    }
    return this.#sorted[this.#nextLight++]!;
  }

  /** Whom to take a partition from, or -1 where nobody has any to give. */
  nextHeaviest(): number {
    if (this.#nextHeavy < this.#heavyStart) {
      // A range that everybody has been excluded from starts anew at the load to its left.
      const isEmpty = this.#heavyEnd <= this.#heavyStart && this.#heavyStart > 0;
      this.#heavyLevel = isEmpty ? this.#loadAt(this.#heavyStart - 1) : this.#heavyLevel - 1;
      while (this.#heavyStart > 0 && this.#loadAt(this.#heavyStart - 1) === this.#heavyLevel) this.#heavyStart--;
      this.#nextHeavy = this.#heavyEnd - 1;
    }
    return this.#nextHeavy < 0 ? -1 : this.#sorted[this.#nextHeavy--]!;
  }

  /** Takes the last answer of `nextHeaviest` out of the range: it has nothing to give. */
  excludeHeaviest(): void {
    const index = this.#nextHeavy + 1;
    const member = this.#sorted[index]!;
    this.#heavyEnd--;
    this.#sorted[index] = this.#sorted[this.#heavyEnd]!;
    this.#sorted[this.#heavyEnd] = member;
  }

  /** Whether moving a partition from the one range to the other would make nothing more even. */
  get isBalanced(): boolean {
    return this.#heavyLevel - this.#lightLevel <= 1;
  }
}
