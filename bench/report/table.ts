/** Rows as a markdown table: for the terminal, and for `docs/performance.md` as it stands. */
import type { Row, Spread } from './rows.ts';

export function tableOf(rows: readonly Row[]): string {
  const peers = [...new Set(rows.flatMap((row) => Object.keys(row.peers)))];
  const lines = [
    ['', 'unit', 'better', 'samsa', ...peers, 'ratio'],
    ...rows.map((row) => [
      row.row,
      row.unit,
      row.better,
      spreadText(row.samsa),
      ...peers.map((peer) => spreadText(row.peers[peer])),
      row.ratio?.toFixed(2) ?? '',
    ]),
  ];
  const widths = lines[0]?.map((_, column) => Math.max(3, ...lines.map((line) => line[column]?.length ?? 0))) ?? [];
  const text = lines.map((line) => `| ${line.map((cell, column) => aligned(cell, column, widths)).join(' | ')} |`);
  const rule = `| ${widths.map((width, column) => (column < 3 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`)).join(' | ')} |`;
  return [text[0], rule, ...text.slice(1)].join('\n');
}

function aligned(cell: string, column: number, widths: readonly number[]): string {
  const width = widths[column] ?? 0;
  return column < 3 ? cell.padEnd(width) : cell.padStart(width);
}

/** `612 (598–640)` */
function spreadText(spread: Spread | undefined): string {
  if (spread === undefined) return '';
  return `${numberText(spread.median)} (${numberText(spread.min)}–${numberText(spread.max)})`;
}

function numberText(value: number): string {
  return value >= 1000 ? Math.round(value).toLocaleString('en-US') : String(value);
}
