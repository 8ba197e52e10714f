/** Reads `src/protocol/errors.table` and emits `errors.gen.ts` from it. */
export interface ErrorRow {
  code: number;
  name: string;
  retriable: boolean;
  message: string;
}

/** Fails with an Error where a line is no row, or where the codes do not ascend. */
export function parseErrorTable(text: string): ErrorRow[] {
  const rows: ErrorRow[] = [];
  for (const line of text.split('\n')) {
    if (line === '' || line.startsWith('#')) continue;
    const match = /^(-?\d+) ([A-Z_]+) (retriable|final) (.+)$/.exec(line);
    if (match === null) throw new Error(`errors.table: "${line}" is no row`);
    const [, code, name = '', retriable, message = ''] = match;
    const row = { code: Number(code), name, retriable: retriable === 'retriable', message };
    const last = rows.at(-1);
    if (last !== undefined && row.code <= last.code)
      throw new Error(`errors.table: ${row.name} stands in the wrong place`);
    rows.push(row);
  }
  return rows;
}

export function emitErrors(rows: ErrorRow[]): string {
  const entries = rows.map(({ code, name, retriable, message }) => {
    return `  ${name}: { code: ${code}, name: '${name}', retriable: ${retriable}, message: ${JSON.stringify(message)} },\n`;
  });
  return [
    '// generated from errors.table by tools/codegen: change that and run `npm run generate`\n',
    "/** Kafka's errors by name. */\n",
    `export const Errors = {\n${entries.join('')}} as const;\n`,
  ].join('');
}
