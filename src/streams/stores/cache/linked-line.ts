/** A line of things of which any may leave at any time, at the cost of a few assignments: each holds its own place in it. */
export class Place<T> {
  readonly owner: T;
  before: Place<T> | null = null;
  after: Place<T> | null = null;
  isTaken: boolean = false;

  constructor(owner: T) {
    this.owner = owner;
  }
}

export class LinkedLine<T> {
  #first: Place<T> | null = null;
  #last: Place<T> | null = null;

  get first(): T | null {
    return this.#first?.owner ?? null;
  }

  /** Behind all others, from wherever it is in this line. */
  moveLast(place: Place<T>): void {
    if (place === this.#last) return;
    this.remove(place);
    place.isTaken = true;
    place.before = this.#last;
    if (this.#last === null) this.#first = place;
    else this.#last.after = place;
    this.#last = place;
  }

  remove(place: Place<T>): void {
    if (!place.isTaken) return;
    if (place.before === null) this.#first = place.after;
    else place.before.after = place.after;
    if (place.after === null) this.#last = place.before;
    else place.after.before = place.before;
    place.before = null;
    place.after = null;
    place.isTaken = false;
  }

  /** All of it leaves, in order. */
  takeAll(into: T[]): void {
    for (let place = this.#first; place !== null; place = this.#first) {
      into.push(place.owner);
      this.remove(place);
    }
  }
}
