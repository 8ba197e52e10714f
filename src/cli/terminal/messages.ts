/** Sentences for people, on standard error, so that standard output stays data. */
import type { Surroundings } from '../surroundings.ts';
import { printable } from './text-width.ts';

/** `samsa: <sentence>`: what went wrong, or what else must not be missed. */
export function complain({ stderr }: Pick<Surroundings, 'stderr'>, sentence: string): void {
  // It goes on after a colon, so that it begins small; `SASL` and `ListOffsets` are names.
  const begun = sentence.replace(/^[A-Z](?=[a-z]* )/, (letter) => letter.toLowerCase());
  stderr.write(`samsa: ${printable(begun)}\n`);
}

/** What was done, for someone who watches; a program sees it by the exit code. */
export function tell({ stderr }: Pick<Surroundings, 'stderr'>, sentence: string): void {
  if (stderr.isTTY === true) stderr.write(`${printable(sentence)}\n`);
}
