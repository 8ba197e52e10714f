/** The words of `samsa completion`. */
import { Argument } from 'commander';
import type { Command } from 'commander';
import type { Surroundings } from '../surroundings.ts';

export function addCompletion(program: Command, surroundings: Surroundings): void {
  program
    .command('completion')
    .summary('print a completion script for a shell')
    .description('Prints a script that lets the shell complete the words of samsa.')
    .addArgument(new Argument('<shell>', 'for which').choices(['bash', 'zsh']))
    .addHelpText(
      'after',
      `
Examples:
  source <(samsa completion bash)                      # in ~/.bashrc
  samsa completion zsh > "\${fpath[1]}/_samsa"          # once`,
    )
    .action(async (shell: 'bash' | 'zsh') => {
      const { completionScript } = await import('./completion-script.ts');
      // Not of this program, which may have no command but this one.
      const { commandLine } = await import('../command-line.ts');
      surroundings.stdout.write(completionScript(shell, commandLine(surroundings)));
    });
}
