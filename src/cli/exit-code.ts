/**
 * The exit codes, which scripts may rely on, and the errors that carry one. Whatever else a command throws is an
 * operation that failed (`KafkaError`, exit code 1) or a bug (the stack is printed).
 */

/** Also in the help of `samsa` and in docs/reference/command-line.md. */
export const ExitCode = {
  ok: 0,
  /** The operation failed, or failed for some of what was asked for. */
  failed: 1,
  /** The command line was wrong; nothing was attempted. */
  usage: 2,
} as const;

/** A command line that parses, but asks for what cannot be: options that contradict each other, a file that is none. */
export class UsageError extends Error {
  override readonly name: string = 'UsageError';
}

/** The command is over and has said all there is to say. */
export class CommandEnded extends Error {
  override readonly name: string = 'CommandEnded';
  readonly exitCode: number;

  constructor(exitCode: number) {
    super(`ended with exit code ${exitCode}`);
    this.exitCode = exitCode;
  }
}
