/** The words of `samsa import`. */
import { InvalidArgumentError, Option } from 'commander';
import type { Command } from 'commander';
import { collectHeaders, collectList, escapedText } from '../argument-parsers.ts';
import { addConnectionOptions } from '../connection/connection-options.ts';
import { addSendOptions } from '../produce/produce-command.ts';
import type { SendOptions } from '../produce/produce-command.ts';
import type { Surroundings } from '../surroundings.ts';
import type { ImportFormat } from './import-rows.ts';

export interface ImportOptions extends SendOptions {
  readonly topic?: string;
  readonly format?: ImportFormat;
  readonly key?: string;
  readonly timestamp?: string;
  readonly separator?: string;
  readonly types?: readonly string[];
  readonly header?: readonly (readonly [string, string])[];
  readonly dryRun?: boolean;
}

export function addImport(program: Command, surroundings: Surroundings): void {
  const command = program
    .command('import')
    .summary('send a file of CSV, JSON or JSON lines as records')
    .description(
      'Sends each row of a CSV file as a JSON object of its columns, each element of a JSON array (or each of the values that follow each other) and each line of JSON lines as it is.',
    )
    .argument('<file>', 'what to send; - for standard input')
    .option('-t, --topic <topic>', "where to; the file's name without its ending when absent")
    .addOption(
      new Option('--format <format>', "what the file is; by its name's ending when absent").choices([
        'csv',
        'json',
        'jsonl',
      ]),
    )
    .option('--key <column>', 'the column or field that becomes the key')
    .option('--timestamp <column>', "the column or field with the record's time: milliseconds or a date")
    .option('--types <types>', 'types of columns, as auto or price=number,active=boolean; see below', collectList)
    .option('--separator <character>', 'what stands between columns; a tab for .tsv, otherwise a comma', separator)
    .option('-H, --header <name=value>', 'a header of every record; may be repeated', collectHeaders)
    .option('--dry-run', 'only read the file, and print the first records as they would be sent');
  addSendOptions(command);
  addConnectionOptions(command)
    .addHelpText('after', EXAMPLES)
    .action(async (file: string, options: ImportOptions) => {
      const { importFile } = await import('./import-file.ts');
      await importFile(surroundings, file, options);
    });
}

function separator(text: string): string {
  const character = escapedText(text);
  if (/^[ -~\t]$/.test(character) && character !== '"') return character;
  throw new InvalidArgumentError('It must be one ASCII character, as ; or \\t.');
}

const EXAMPLES = `
Types are text (when absent), number, integer, boolean, json, and auto: a number or boolean where the
cell reads like one. An empty cell is null, but for a text.

Examples:
  samsa import orders.csv --key id --types auto
  samsa import prices.tsv --topic prices --types price=number,at=text --timestamp at
  samsa import events.json --dry-run
  gunzip -c events.jsonl.gz | samsa import - --format jsonl --topic events --key user`;
