/** The members that take part in balancing, always in order of how many partitions they have, then of their ids. */
export class MembersByLoad {
  readonly #assigned: readonly (readonly number[])[];
  readonly #sorted: number[] = [];

  /** @param assigned by member; a member's list must change only while the member is out */
  constructor(assigned: readonly (readonly number[])[], members: Iterable<number>) {
    this.#assigned = assigned;
    this.#sorted.push(...members);
    this.#sorted.sort((a, b) => this.#compare(a, b));
  }

  #compare(a: number, b: number): number {
    return this.#assigned[a]!.length - this.#assigned[b]!.length || a - b;
  }

  /** Where the member is, or would go. */
  #indexOf(member: number): number {
    let low = 0;
    let high = this.#sorted.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#compare(this.#sorted[middle]!, member) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  add(member: number): void {
    this.#sorted.splice(this.#indexOf(member), 0, member);
  }

  remove(member: number): void {
    const index = this.#indexOf(member);
    if (this.#sorted[index] === member) this.#sorted.splice(index, 1);
  }

  has(member: number): boolean {
    return this.#sorted[this.#indexOf(member)] === member;
  }

  /** From the least loaded on. */
  get members(): readonly number[] {
    return this.#sorted;
  }
}
