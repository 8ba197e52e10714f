/** Where to begin and where to end, as `--from` and `--to` say it, kcat's ways (`s@…`, `e@…`, `stored`) included. */
import { InvalidArgumentError } from 'commander';
import { moment } from '../argument-parsers.ts';

export type Start =
  | { readonly kind: 'beginning' | 'end' | 'committed' }
  | { readonly kind: 'offset'; readonly offset: number }
  /** So many before the end. */
  | { readonly kind: 'tail'; readonly count: number }
  | { readonly kind: 'time'; readonly timestamp: number };

export type End =
  | { readonly kind: 'end' }
  /** The first that is not wanted. */
  | { readonly kind: 'offset'; readonly offset: number }
  | { readonly kind: 'time'; readonly timestamp: number };

const WORDS: ReadonlyMap<string, 'beginning' | 'end' | 'committed'> = new Map([
  ['beginning', 'beginning'],
  ['earliest', 'beginning'],
  ['end', 'end'],
  ['latest', 'end'],
  ['committed', 'committed'],
  ['stored', 'committed'],
]);

export function parseStart(text: string): Start {
  const { prefix, rest } = parts(text);
  const kind = WORDS.get(rest);
  if (kind !== undefined && prefix === '') return { kind };
  if (prefix !== 'time' && /^-\d{1,15}$/.test(rest)) return { kind: 'tail', count: -Number(rest) };
  if (prefix !== 'time' && /^\d{1,15}$/.test(rest)) return { kind: 'offset', offset: Number(rest) };
  return timeOf(rest, prefix, 'beginning, end, committed, an offset, -N (N before the end) or a time');
}

export function parseEnd(text: string): End {
  const { prefix, rest } = parts(text);
  if (prefix === '' && WORDS.get(rest) === 'end') return { kind: 'end' };
  if (prefix !== 'time' && /^\d{1,15}$/.test(rest)) return { kind: 'offset', offset: Number(rest) };
  return timeOf(rest, prefix, 'end, an offset or a time');
}

/** `offset:42`, `time:…` and `s@…` say what is meant; a word, a number or a date says it by itself. */
function parts(text: string): { prefix: '' | 'offset' | 'time'; rest: string } {
  const named = /^(offset|time)[: ](.*)$/s.exec(text);
  if (named !== null) return { prefix: named[1] === 'offset' ? 'offset' : 'time', rest: (named[2] ?? '').trim() };
  const kcat = /^[se](@\d+)$/.exec(text);
  return kcat === null ? { prefix: '', rest: text } : { prefix: 'time', rest: kcat[1] ?? '' };
}

interface Time {
  readonly kind: 'time';
  readonly timestamp: number;
}

/** Throws where it is no time either, with all that it could be. */
function timeOf(text: string, prefix: 'offset' | 'time' | '', choices: string): Time {
  try {
    if (prefix !== 'offset') {
      const timestamp = moment(prefix === 'time' && /^\d{12,14}$/.test(text) ? `@${text}` : text, Date.now());
      return { kind: 'time', timestamp };
    }
  } catch (error) {
    if (!(error instanceof InvalidArgumentError)) throw error;
  }
  throw new InvalidArgumentError(`It must be ${choices}, as in 2026-11-25T10:00:00Z or 10m (so long ago).`);
}
