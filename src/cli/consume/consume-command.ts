/** The words of `samsa consume`. */
import { Option } from 'commander';
import type { Command } from 'commander';
import { escapedText, partitionNumbers, wholeNumber } from '../argument-parsers.ts';
import { addConnectionOptions } from '../connection/connection-options.ts';
import type { ConnectionOptions } from '../connection/connection-options.ts';
import { FORMAT_HELP } from '../records/record-format.ts';
import type { Surroundings } from '../surroundings.ts';
import { parseEnd, parseStart } from './start-and-end.ts';
import type { End, Start } from './start-and-end.ts';

export interface ConsumeOptions extends ConnectionOptions {
  readonly from?: Start;
  readonly to?: End;
  readonly exit?: boolean;
  readonly count?: number;
  readonly partition?: readonly number[];
  readonly group?: string;
  readonly format?: string;
  readonly json?: boolean;
  readonly keySeparator?: string;
  readonly nullMarker?: string;
  readonly isolation: 'read_uncommitted' | 'read_committed';
  readonly quiet?: boolean;
}

export function addConsume(program: Command, surroundings: Surroundings): void {
  const consume = program
    .command('consume')
    .summary('print records')
    .description(
      'Prints the records of topics: new ones as they come, or from where --from says; with --exit those that are there. ' +
        'Ctrl-C ends it in good order: with --group, what was printed is committed.',
    )
    .argument('<topic...>', 'which topics')
    .option('-o, --from <where>', 'beginning, end, committed, an offset, -N (N before the end) or a time', parseStart)
    .option('--to <where>', 'stop there: end, an offset (not included) or a time', parseEnd)
    .option('-e, --exit', 'stop at what is the end now: as --to end; begins at the beginning without --from')
    .option('-c, --count <number>', 'stop after so many records', wholeNumber(1))
    .option('-p, --partition <numbers>', 'only these partitions, as 0 or 0,2,5-7', partitionNumbers)
    .option('-G, --group <id>', 'as a member of this group, which shares the partitions and keeps the offsets')
    .option('-f, --format <format>', 'how a record is printed; see below')
    .option('-J, --json', 'each record as a JSON object in a line')
    .option('-K, --key-separator <text>', 'print the key and this before each value', escapedText)
    .option('-Z, --null-marker <text>', 'what to print for a key or value that is null')
    .addOption(
      new Option('--isolation <level>', 'whether records of open and aborted transactions are seen')
        .choices(['read_committed', 'read_uncommitted'])
        .default('read_committed'),
    )
    .option('-q, --quiet', 'no progress and no summary');
  addConnectionOptions(consume)
    .addHelpText('after', `${FORMAT_HELP}\n${EXAMPLES}`)
    .action(async (topics: string[], options: ConsumeOptions) => {
      const { consume: run } = await import('./consume.ts');
      await run(surroundings, topics, options);
    });
}

const EXAMPLES = `
Times are as 2026-11-25T10:00:00Z (UTC without a zone), @1764064800000 or 10m (so long ago).

Examples:
  samsa consume greetings
  samsa consume greetings --exit -f '%p %o %k=%s\\n'
  samsa consume orders --from 1h --json | jq .value
  samsa consume orders --group billing --from beginning`;
