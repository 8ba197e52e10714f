/** The words of `samsa produce`. */
import { Option } from 'commander';
import type { Command } from 'commander';
import { collectHeaders, escapedText, wholeNumber } from '../argument-parsers.ts';
import { addConnectionOptions } from '../connection/connection-options.ts';
import type { ConnectionOptions } from '../connection/connection-options.ts';
import type { Surroundings } from '../surroundings.ts';

/** How records are sent, for every command that sends some. */
export interface SendOptions extends ConnectionOptions {
  readonly acks?: 'all' | '-1' | '0' | '1';
  readonly compression?: Compression;
  readonly quiet?: boolean;
}

export type Compression = (typeof COMPRESSIONS)[number];

export const COMPRESSIONS = ['none', 'gzip', 'snappy', 'lz4', 'zstd'] as const;

export interface ProduceOptions extends SendOptions {
  readonly keySeparator?: string;
  readonly delimiter: string;
  readonly key?: string;
  readonly header?: readonly (readonly [string, string])[];
  readonly json?: boolean;
  readonly nullMarker?: string;
  readonly partition?: number;
}

export function addProduce(program: Command, surroundings: Surroundings): void {
  const produce = program
    .command('produce')
    .summary('send lines, or JSON, as records')
    .description(
      'Sends each line of the files, or of standard input, as a record. Prints nothing but, on a terminal, how it goes.',
    )
    .argument('<topic>', 'where to')
    .argument('[files...]', 'what to send; standard input where there is none, or for -')
    .option('-K, --key-separator <text>', 'what stands between key and value in a line, as : or \\t', escapedText)
    .option('-k, --key <text>', 'the key of lines that have none')
    .option('-D, --delimiter <text>', 'what ends a record instead of the end of a line', escapedText, '\n')
    .option('-H, --header <name=value>', 'a header of every record; may be repeated', collectHeaders)
    .option('-J, --json', 'each line is an object: {"key", "value", "headers", "timestamp", "partition"}')
    .option('-Z, --null-marker <text>', 'the text that stands for a key or value that is null')
    .option('-p, --partition <number>', 'send to this partition instead of by key', wholeNumber(0, 0x7fffffff));
  addSendOptions(produce);
  addConnectionOptions(produce)
    .addHelpText('after', EXAMPLES)
    .action(async (topic: string, files: string[], options: ProduceOptions) => {
      const { produce: run } = await import('./produce.ts');
      await run(surroundings, { topic, files }, options);
    });
}

export function addSendOptions(command: Command): Command {
  return command
    .addOption(
      new Option('-a, --acks <number>', 'who must have a record: all in-sync replicas, the leader, or nobody').choices([
        'all',
        '-1',
        '1',
        '0',
      ]),
    )
    .addOption(new Option('-z, --compression <codec>', 'how batches are compressed').choices(COMPRESSIONS))
    .option('-q, --quiet', 'no progress and no summary');
}

const EXAMPLES = `
In JSON, key and value that are no texts are sent as their JSON; keyBase64 and valueBase64 hold bytes.
What samsa consume --json prints can be read.

Examples:
  echo 'hello, world' | samsa produce greetings
  samsa produce --key-separator : prices prices.txt
  samsa consume --json --exit orders | jq -c 'del(.partition)' | samsa produce --json orders-copy`;
