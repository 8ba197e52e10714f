/**
 * A set whose members come and go by the thousands a second, in the order in which they came: a list through the members
 * themselves. A Set of JavaScript's is emptied by moving into another table now and then, and its old table points to the
 * new one; one that V8's young generation has let go of then keeps all tables after it, and what was in them, until the
 * whole heap is collected. What leaves this set points to nothing.
 */

/** What a member carries for the one set that it may be in; it begins with null twice. Only the set touches it. */
export interface Linked<T> {
  earlier: T | null;
  later: T | null;
}

export class LinkedSet<T extends Linked<T>> {
  #first: T | null = null;
  #last: T | null = null;
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** Who has been in it for longest; null where it is empty. */
  get first(): T | null {
    return this.#first;
  }

  has(member: T): boolean {
    return member.earlier !== null || this.#first === member;
  }

  /** The member is in no set yet. */
  add(member: T): void {
    const last = this.#last;
    member.earlier = last;
    if (last === null) this.#first = member;
    else last.later = member;
    this.#last = member;
    this.#size++;
  }

  /** False where it is not in the set. */
  delete(member: T): boolean {
    if (!this.has(member)) return false;
    const { earlier, later } = member;
    if (earlier === null) this.#first = later;
    else earlier.later = later;
    if (later === null) this.#last = earlier;
    else later.earlier = earlier;
    member.earlier = null;
    member.later = null;
    this.#size--;
    return true;
  }

  /** Those of now, however many come and go while they are looked at. */
  toArray(): T[] {
    const members: T[] = [];
    for (let member = this.#first; member !== null; member = member.later) members.push(member);
    return members;
  }
}
