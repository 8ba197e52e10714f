/** The reference page of the command line: the help of each command, as it prints it. */
import type { Command } from 'commander';
import { commandLine } from '../../src/cli/command-line.ts';

export function commandLinePage(): string {
  const sections = allCommands(commandLine()).map(section);
  return `# Command line\n\n${sections.join('\n')}`;
}

/** Each command followed by its subcommands. */
function allCommands(command: Command): readonly Command[] {
  return [command, ...command.commands.flatMap((child) => allCommands(child))];
}

function section(command: Command): string {
  let help = '';
  command.configureOutput({ getOutHelpWidth: () => 100, writeOut: (text) => (help += text) });
  command.outputHelp();
  return `## ${fullName(command)}\n\n\`\`\`\n${help.trimEnd()}\n\`\`\`\n`;
}

/** `samsa topic create`. */
function fullName(command: Command): string {
  return command.parent === null ? command.name() : `${fullName(command.parent)} ${command.name()}`;
}
