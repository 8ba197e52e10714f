/** Uuids: text to bytes and back. `hex` is null where Kafka refuses the text. */
import { uuidFromBytes, uuidToBytes } from '#protocol';
import type { Outcome, VectorKind } from './kind.ts';
import { outcomeOf } from './kind.ts';

interface UuidLine {
  text: string;
  hex: string | null;
}

export const uuid: VectorKind = {
  name: 'uuid',
  *check(lines): Iterable<Outcome> {
    for (const line of lines as readonly UuidLine[]) yield outcomeOf(line.text, () => checkLine(line));
  },
};

function checkLine({ text, hex }: UuidLine): string | null {
  const bytes = uuidToBytes(text);
  const ours = bytes === null ? null : Buffer.from(bytes).toString('hex');
  if (ours !== hex) return `becomes ${ours}, not ${hex}`;
  if (bytes === null) return null;
  // The last four bits of a text carry nothing, and it may end in `==`: what comes back means the same.
  const back = uuidFromBytes(bytes);
  return back.slice(0, 21) === text.slice(0, 21) ? null : `comes back as ${back}`;
}
