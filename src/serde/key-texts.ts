/**
 * Texts of keys that were read before: the same bytes give the same text again, without a new one being made. Keys come again
 * and again, and to look one up takes a third of what a call into the engine takes that makes a text of bytes.
 *
 * Invariant: a text is given only for the very bytes that are its UTF-8; whatever else is asked for is read anew.
 */
const FIRST_PLACES = 1024;
/** With 64 characters each these are some six megabytes, for all keys of a process. */
const MAX_PLACES = 65_536;
/** Longer keys are not kept: to compare them would take as long as to read them. */
const MAX_BYTES = 64;
/** A text is in one of so many places one behind the other. */
const WAYS = 4;
/** So many keys are looked at before it is judged whether they come again, and so many are read anew where they do not. */
const SPELL = 4096;
const LONG_SPELL = 65_536;

export class KeyTexts {
  #texts: (string | undefined)[] = emptied(FIRST_PLACES);
  #hashes: Int32Array = new Int32Array(FIRST_PLACES);
  /** Which of the ways is given up next. */
  #turn = 0;
  #looks = 0;
  #misses = 0;
  /** So many are not looked for. */
  #idle = 0;

  /** What `bytes.toString('utf8', start, end)` gives. */
  read(bytes: Buffer, start: number, end: number): string {
    const length = end - start;
    if (length > MAX_BYTES || length === 0) return bytes.toString('utf8', start, end);
    if (this.#idle > 0) {
      this.#idle--;
      return bytes.toString('utf8', start, end);
    }
    let hash = length;
    let all = 0;
    for (let at = start; at < end; at++) {
      const byte = bytes[at]!;
      all |= byte;
      hash = Math.imul(hash ^ byte, 0x01000193);
    }
    // Others than ASCII are not as long as their bytes, and may be damaged.
    if (all >= 0x80) return bytes.toString('utf8', start, end);
    hash ^= hash >>> 15;
    const hashes = this.#hashes;
    const texts = this.#texts;
    const first = hash & (hashes.length - WAYS);
    this.#looks++;
    for (let place = first; place < first + WAYS; place++) {
      if (hashes[place] !== hash) continue;
      const text = texts[place];
      if (text !== undefined && isText(text, bytes, start, length)) return text;
    }
    return this.#add(first, hash, bytes.toString('latin1', start, end));
  }

  #add(first: number, hash: number, text: string): string {
    this.#misses++;
    let place = first;
    while (place < first + WAYS && this.#texts[place] !== undefined) place++;
    if (place === first + WAYS) place = first + (this.#turn++ & (WAYS - 1));
    this.#texts[place] = text;
    this.#hashes[place] = hash;
    if (this.#looks >= SPELL) this.#judge();
    return text;
  }

  /** Where most are new, there are more places; where there are enough of those, keys do not come again. */
  #judge(): void {
    if (this.#misses * 4 > this.#looks) {
      if (this.#texts.length < MAX_PLACES) this.#grow();
      else if (this.#misses * 4 > this.#looks * 3) this.#idle = LONG_SPELL;
    }
    this.#looks = 0;
    this.#misses = 0;
  }

  #grow(): void {
    const [texts, hashes] = [this.#texts, this.#hashes];
    this.#texts = emptied(texts.length * 4);
    this.#hashes = new Int32Array(texts.length * 4);
    for (const [old, text] of texts.entries()) {
      if (text === undefined) continue;
      const hash = hashes[old]!;
      let place = hash & (this.#hashes.length - WAYS);
      while (this.#texts[place] !== undefined) place++;
      this.#texts[place] = text;
      this.#hashes[place] = hash;
    }
  }
}

function isText(text: string, bytes: Buffer, start: number, length: number): boolean {
  if (text.length !== length) return false;
  for (let i = 0; i < length; i++) if (text.charCodeAt(i) !== bytes[start + i]) return false;
  return true;
}

function emptied(places: number): (string | undefined)[] {
  return Array.from<string | undefined>({ length: places });
}
