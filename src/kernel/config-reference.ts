/** A config table for readers: lines for `--help` and the generated reference page. Internal keys are left out. */
import type { ConfigEntry } from './config-table.ts';

export interface ConfigHelpOptions {
  /** Columns to fill; 100 when absent. */
  readonly width?: number;
  /** Only keys for which this is true. */
  filter?(entry: ConfigEntry): boolean;
}

export interface ConfigPageOptions {
  readonly title: string;
  /** Markdown between the title and the keys. */
  readonly intro?: string;
  /** For broker tables: says for each key whether a running broker takes a new value. */
  readonly showUpdateMode?: boolean;
}

const HELP_INDENT = '      ';

/** Per key one line with type and default, then the documentation, wrapped; a heading line before each new group. */
export function configHelp(entries: readonly ConfigEntry[], options: ConfigHelpOptions = {}): readonly string[] {
  const lines: string[] = [];
  let group: string | null = null;
  for (const entry of entries) {
    if (entry.isInternal || options.filter?.(entry) === false) continue;
    if (entry.group !== group && entry.group !== null) lines.push(...(lines.length > 0 ? [''] : []), `${entry.group}:`);
    group = entry.group;
    const valid = entry.validValues === null ? '' : ` ${entry.validValues}`;
    lines.push(`  ${entry.name}=<${entry.type.toLowerCase()}>${valid}${defaultNote(entry)}`);
    lines.push(...wrap(entry.documentation, options.width ?? 100));
  }
  return lines;
}

function defaultNote(entry: ConfigEntry): string {
  if (entry.defaultValue === null || entry.isSensitive) return '';
  return ` (default: ${entry.defaultValue === '' ? 'empty' : entry.defaultValue})`;
}

function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = HELP_INDENT;
  for (const word of text.split(' ')) {
    if (line.length + 1 + word.length > width && line.trim() !== '') {
      lines.push(line);
      line = HELP_INDENT;
    }
    line += line.trim() === '' ? word : ` ${word}`;
  }
  return line.trim() === '' ? lines : [...lines, line];
}

/** A heading per key in the order of the table, so that every key has an address to link to. */
export function configReferencePage(entries: readonly ConfigEntry[], options: ConfigPageOptions): string {
  const shown = entries.filter((entry) => !entry.isInternal);
  const blocks = [`# ${options.title}`];
  if (options.intro !== undefined) blocks.push(options.intro.trim());
  let group: string | null = null;
  for (const entry of shown) {
    if (entry.group !== null && entry.group !== group) blocks.push(`## ${entry.group}`);
    group = entry.group;
    blocks.push(`### ${entry.name}`, entry.documentation, properties(entry, options).join('\n'));
  }
  return `${blocks.join('\n\n')}\n`;
}

function properties(entry: ConfigEntry, options: ConfigPageOptions): string[] {
  const rows = [`- Type: ${entry.type.toLowerCase()}`, `- Default: ${defaultText(entry)}`];
  if (entry.validValues !== null) rows.push(`- Valid values: ${code(entry.validValues)}`);
  if (entry.synonyms.length > 0) {
    const names = entry.synonyms.map(({ name, factor }) => (factor === 1 ? code(name) : `${code(name)} × ${factor}`));
    rows.push(`- Broker's key: ${names.join(', ')}`);
  }
  rows.push(`- Importance: ${entry.importance}`);
  if (options.showUpdateMode === true) rows.push(`- Update mode: ${entry.updateMode}`);
  return rows;
}

function defaultText(entry: ConfigEntry): string {
  if (entry.defaultValue === null) return 'none';
  return entry.defaultValue === '' ? 'empty' : code(entry.defaultValue);
}

/** As a code span; a backtick in the text gets a longer fence. */
function code(text: string): string {
  return text.includes('`') ? `\`\` ${text} \`\`` : `\`${text}\``;
}
