/** Colours, on a terminal that wants them (no-color.org). */
import type { Surroundings } from '../surroundings.ts';

export type Colour = 'red' | 'green' | 'yellow' | 'bold' | 'dim';

const CODES: Readonly<Record<Colour, number>> = { red: 31, green: 32, yellow: 33, bold: 1, dim: 2 };

export type Paint = (colour: Colour, text: string) => string;

export function paintFor({ stdout, environment }: Pick<Surroundings, 'stdout' | 'environment'>): Paint {
  const isColoured = stdout.isTTY === true && (environment['NO_COLOR'] ?? '') === '';
  return isColoured ? (colour, text) => `\u001B[${CODES[colour]}m${text}\u001B[0m` : (_colour, text) => text;
}
