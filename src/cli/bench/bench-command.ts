/** The words of `samsa bench`. */
import type { Command } from 'commander';
import { InvalidArgumentError } from 'commander';
import { positiveNumber, wholeNumber } from '../argument-parsers.ts';
import { addConnectionOptions, addJsonOption } from '../connection/connection-options.ts';
import type { ListOptions } from '../connection/connection-options.ts';
import { addSendOptions } from '../produce/produce-command.ts';
import type { SendOptions } from '../produce/produce-command.ts';
import type { Surroundings } from '../surroundings.ts';

export interface BenchProduceOptions extends SendOptions {
  readonly records: number;
  readonly size: number;
  readonly rate?: number;
  readonly keys?: number;
  readonly outstanding: number;
  readonly json?: boolean;
}

export interface BenchConsumeOptions extends ListOptions {
  readonly records?: number;
  readonly quiet?: boolean;
}

export function addBench(program: Command, surroundings: Surroundings): void {
  const bench = program
    .command('bench')
    .summary('measure how fast a cluster takes and gives records')
    .description('Measures how fast a cluster takes and gives records, from this machine, with this client.');
  const produce = bench
    .command('produce')
    .summary('send records and measure rate and latency')
    .description('Sends records and prints the rate, and the latencies from send to acknowledgement.')
    .argument('<topic>', 'where to; it keeps the records')
    .option('-n, --records <number>', 'how many, as 1000000 or 1M', amount, 1_000_000)
    .option('-s, --size <bytes>', 'bytes of a value', wholeNumber(0, 0x3fffffff), 100)
    .option('-r, --rate <number>', 'records a second; as fast as it goes when absent', positiveNumber)
    .option('--keys <number>', 'how many different keys; none when absent', wholeNumber(1))
    .option(
      '--outstanding <number>',
      'at most so many records wait for their acknowledgements',
      wholeNumber(1),
      10_000,
    );
  addConnectionOptions(addJsonOption(addSendOptions(produce)))
    .addHelpText('after', PRODUCE_EXAMPLES)
    .action(async (topic: string, options: BenchProduceOptions) => {
      const { benchProduce } = await import('./bench-produce.ts');
      await benchProduce(surroundings, topic, options);
    });
  const consume = bench
    .command('consume')
    .summary('read records and measure the rate')
    .description('Reads a topic from the beginning to its end and prints the rate.')
    .argument('<topic>', 'what to read')
    .option('-n, --records <number>', 'stop after so many, as 1000000 or 1M', amount)
    .option('-q, --quiet', 'no progress');
  addConnectionOptions(addJsonOption(consume))
    .addHelpText('after', '\nExample:\n  samsa bench consume bench -X fetch.max.bytes=10485760')
    .action(async (topic: string, options: BenchConsumeOptions) => {
      const { benchConsume } = await import('./bench-consume.ts');
      await benchConsume(surroundings, topic, options);
    });
}

/** `1000000`, `10k`, `1M`. */
function amount(text: string): number {
  const match = /^(\d+(?:\.\d+)?)([kM]?)$/.exec(text);
  const value = Number(match?.[1]) * (match?.[2] === 'M' ? 1e6 : match?.[2] === 'k' ? 1000 : 1);
  if (Number.isSafeInteger(value) && value > 0) return value;
  throw new InvalidArgumentError('It must be a whole number greater than 0, as 1000000, 10k or 1M.');
}

const PRODUCE_EXAMPLES = `
Examples:
  samsa bench produce bench -n 5M
  samsa bench produce bench -n 10k --outstanding 1
  samsa bench produce bench --size 1024 --rate 10000 --compression lz4
  samsa bench produce bench -X batch.size=65536 -X linger.ms=5 --json`;
