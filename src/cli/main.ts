/** The `samsa` command: the one place that reads the command line, the environment and the console. */
import { runCommandLine } from './command-line.ts';

// Who reads the output may have gone, as `head` does: that is no failure. What else can happen to it is told by who writes.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE' && process.stdout.listenerCount('error') === 1) throw error;
});

process.exitCode = await runCommandLine(process.argv.slice(2));
