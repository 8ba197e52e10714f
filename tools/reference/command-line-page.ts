/** The reference page of the command line: the help of each command, as it prints it. */
import type { Command } from 'commander';
import { commandLine } from '../../src/cli/command-line.ts';

export function commandLinePage(): string {
  const program = commandLine();
  const sections = [program, ...program.commands].map(section);
  return `# Command line\n\n${sections.join('\n')}`;
}

function section(command: Command): string {
  const name = command.parent === null ? command.name() : `${command.parent.name()} ${command.name()}`;
  command.configureOutput({ getOutHelpWidth: () => 100 });
  let help = '';
  command.configureOutput({ writeOut: (text) => (help += text) });
  command.outputHelp();
  return `## ${name}\n\n\`\`\`\n${help.trimEnd()}\n\`\`\`\n`;
}
