/**
 * Completion scripts for bash and zsh, made from the tree of commands: each command's subcommands and options, the
 * choices of an option or argument, and file names where files are meant. The scripts need nothing of samsa to run.
 */
import type { Argument, Command, Option } from 'commander';

interface Node {
  /** `samsa topic create`. */
  readonly path: string;
  readonly subcommands: readonly { readonly name: string; readonly summary: string }[];
  readonly options: readonly OptionWords[];
  /** Choices of the first argument. */
  readonly choices: readonly string[];
  readonly takesFiles: boolean;
}

interface OptionWords {
  readonly names: readonly string[];
  readonly summary: string;
  readonly takesValue: boolean;
  readonly choices: readonly string[];
  readonly takesFile: boolean;
}

export function completionScript(shell: 'bash' | 'zsh', program: Command): string {
  const nodes = flatten(program, program.name());
  return shell === 'bash' ? bashScript(nodes) : zshScript(nodes);
}

function flatten(command: Command, path: string): Node[] {
  const visible = command.commands;
  const node: Node = {
    path,
    subcommands: visible.map((child) => ({ name: child.name(), summary: child.summary() })),
    options: [...command.options.filter(({ hidden }) => !hidden).map(optionWords), HELP],
    choices: command.registeredArguments[0]?.argChoices ?? [],
    takesFiles: command.registeredArguments.some((argument) => isFile(argument)),
  };
  return [node, ...visible.flatMap((child) => flatten(child, `${path} ${child.name()}`))];
}

const HELP: OptionWords = {
  names: ['-h', '--help'],
  summary: 'print this help',
  takesValue: false,
  choices: [],
  takesFile: false,
};

function optionWords(option: Option): OptionWords {
  return {
    names: [option.short, option.long].filter((name) => name !== undefined),
    summary: option.description,
    takesValue: option.required,
    choices: option.argChoices ?? [],
    takesFile: /<(?:file|directory)>/.test(option.flags),
  };
}

function isFile(argument: Argument): boolean {
  return /^files?$/.test(argument.name());
}

/** The words of the line up to the cursor say which command it is; the word before it, whether a value is due. */
function bashScript(nodes: readonly Node[]): string {
  const cases = nodes.map((node) => `    ${quoted(node.path)})\n${bashNode(node)}      ;;`);
  return `# bash completion for samsa: source <(samsa completion bash)
_samsa() {
  local current="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD-1]}"
  local path=samsa next index commands= options= values= files=
  for ((index = 1; index < COMP_CWORD; index++)); do
    next="$path \${COMP_WORDS[index]}"
    case "$next" in
      ${nodes
        .slice(1)
        .map(({ path }) => quoted(path))
        .join('|')}) path="$next" ;;
    esac
  done
  case "$path" in
${cases.join('\n')}
  esac
  if [[ -n $values ]]; then
    COMPREPLY=($(compgen -W "$values" -- "$current"))
  elif [[ $files == only ]]; then
    compopt -o filenames; COMPREPLY=($(compgen -f -- "$current"))
  elif [[ $files == none ]]; then
    COMPREPLY=()
  elif [[ $current == -* ]]; then
    COMPREPLY=($(compgen -W "$options" -- "$current"))
  else
    COMPREPLY=($(compgen -W "$commands" -- "$current"))
    if [[ -n $files ]]; then compopt -o filenames; COMPREPLY+=($(compgen -f -- "$current")); fi
  fi
}
complete -F _samsa samsa
`;
}

function bashNode(node: Node): string {
  const commands = node.subcommands.length > 0 ? node.subcommands.map(({ name }) => name) : node.choices;
  const names = node.options.flatMap((option) => option.names.filter((name) => name.startsWith('--')));
  const lines = [`commands=${quoted(commands.join(' '))}`, `options=${quoted(names.join(' '))}`];
  if (node.takesFiles) lines.push('files=also');
  const valued = node.options.filter(({ takesValue }) => takesValue);
  if (valued.length > 0) {
    const cases = valued.map(({ names: all, choices, takesFile }) => {
      const action =
        choices.length > 0 ? `values=${quoted(choices.join(' '))}` : `files=${takesFile ? 'only' : 'none'}`;
      return `${all.join('|')}) ${action} ;;`;
    });
    lines.push(`case "$previous" in\n        ${cases.join('\n        ')}\n      esac`);
  }
  return lines.map((line) => `      ${line}\n`).join('');
}

function zshScript(nodes: readonly Node[]): string {
  return `#compdef samsa
# zsh completion for samsa: samsa completion zsh > "\${fpath[1]}/_samsa"
${nodes.map(zshFunction).join('\n')}
if [[ $funcstack[1] == _samsa ]]; then _samsa "$@"; else compdef _samsa samsa; fi
`;
}

function zshFunction(node: Node): string {
  const options = node.options.flatMap(zshOption);
  if (node.subcommands.length === 0) {
    const argument = node.choices.length > 0 ? [`'1:what:(${node.choices.join(' ')})'`] : [];
    const rest = node.takesFiles ? `'*:file:_files'` : `'*: :'`;
    return `${functionName(node.path)}() {
  _arguments -s ${[...options, ...argument, rest].join(' \\\n    ')}
}`;
  }
  const described = node.subcommands.map(({ name, summary }) => zshQuoted(`${name}:${summary}`));
  const cases = node.subcommands.map(({ name }) => `    ${name}) ${functionName(`${node.path} ${name}`)} ;;`);
  return `${functionName(node.path)}() {
  local curcontext="$curcontext" state line
  local -a commands=(${described.join(' ')})
  _arguments -C ${options.join(' \\\n    ')} \\
    '1: :->command' '*:: :->rest'
  case "$state" in
    command) _describe command commands ;;
    rest) case "$line[1]" in
${cases.join('\n')}
    esac ;;
  esac
}`;
}

function zshOption({ names, summary, takesValue, choices, takesFile }: OptionWords): string[] {
  const text = summary.replaceAll(/[[\]:\\]/g, (character) => `\\${character}`);
  const action = choices.length > 0 ? `(${choices.join(' ')})` : takesFile ? '_files' : ' ';
  return names.map((name) => zshQuoted(`*${name}[${text}]${takesValue ? `:value:${action}` : ''}`));
}

function functionName(path: string): string {
  return `_${path.replaceAll(/[ -]/g, '_')}`;
}

function zshQuoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

function quoted(text: string): string {
  return `"${text.replaceAll(/["$`\\]/g, (character) => `\\${character}`)}"`;
}
