/** `samsa top`: looks at a broker's metrics in intervals, and shows what happened between two looks. */
import { pause } from '#kernel';
import { commandEnv } from '../connection/command-env.ts';
import type { Surroundings } from '../surroundings.ts';
import { Interruption } from '../terminal/interruption.ts';
import { Output } from '../terminal/output.ts';
import { fitted } from '../terminal/text-width.ts';
import { scrape, type Scrape } from './scrape.ts';
import type { TopOptions } from './top-command.ts';
import { GROUP_COLUMNS, REQUEST_COLUMNS, TOPIC_COLUMNS, type View, viewOf } from './top-view.ts';

const CLEAR_SCREEN = '\u001B[H\u001B[J';
const HIDE_CURSOR = '\u001B[?25l';
const SHOW_CURSOR = '\u001B[?25h';
/** Of each table, so that a screen holds them all. */
const ROWS = 10;

interface Look {
  readonly page: Scrape;
  readonly atMs: number;
}

export async function top(surroundings: Surroundings, options: TopOptions): Promise<void> {
  const output = new Output(surroundings);
  using interruption = new Interruption(surroundings.signals);
  const signal = AbortSignal.any([interruption.signal, output.readerIsGone]);
  const url = options.http.replace(/\/+$/, '');
  const isLive = output.isTerminal && options.once !== true && options.json !== true;
  if (isLive) await output.write(HIDE_CURSOR);
  try {
    let before = await look(url, signal);
    for (;;) {
      await pause(commandEnv(), options.interval * 1000, signal);
      if (signal.aborted) break;
      const now = await look(url, signal);
      const view = viewOf(before.page, now.page, (now.atMs - before.atMs) / 1000);
      before = now;
      if (options.json === true) await output.json({ ...view });
      else await output.write((isLive ? CLEAR_SCREEN : '') + viewText(view, output));
      if (!isLive) break;
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    if (isLive) await output.write(SHOW_CURSOR);
  }
  interruption.end();
}

async function look(url: string, signal: AbortSignal): Promise<Look> {
  const page = await scrape(url, signal);
  return { page, atMs: commandEnv().clock.monotonic() };
}

function viewText(view: View, output: Output): string {
  const summary = output.isTerminal ? fitted(view.summary, output.width) : view.summary;
  const tables = [
    output.table(view.requests.slice(0, ROWS), REQUEST_COLUMNS),
    output.table(view.topics.slice(0, ROWS), TOPIC_COLUMNS),
    output.table(view.groups.slice(0, ROWS), GROUP_COLUMNS),
  ];
  return `${summary}\n\n${tables.join('\n')}`;
}
