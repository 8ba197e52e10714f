/** The words of `samsa top`. */
import { type Command, InvalidArgumentError } from 'commander';
import type { Surroundings } from '../surroundings.ts';

export interface TopOptions {
  readonly http: string;
  readonly interval: number;
  readonly once?: boolean;
  readonly json?: boolean;
}

export function addTop(program: Command, surroundings: Surroundings): void {
  program
    .command('top')
    .summary('watch a broker: requests, bytes, lag, memory, delay')
    .description(
      'Shows what a broker does, again and again until Ctrl-C: requests with their times, traffic and size of topics, lag ' +
        'of groups, processor, memory and the delay of the event loop. It reads the /metrics page of "samsa start".',
    )
    .option('--http <url>', 'where the broker shows its metrics', 'http://localhost:8080')
    .option('-i, --interval <seconds>', 'how long it looks each time', seconds, 1)
    .option('-1, --once', 'one look, then end; what happens anyway where standard output is no terminal')
    .option('--json', 'one look, as JSON')
    .action(async (options: TopOptions) => {
      const { top } = await import('./top.ts');
      await top(surroundings, options);
    });
}

function seconds(text: string): number {
  const value = Number(text);
  if (!(value >= 0.1 && value <= 3600)) throw new InvalidArgumentError('It is a number of seconds from 0.1 to 3600.');
  return value;
}
