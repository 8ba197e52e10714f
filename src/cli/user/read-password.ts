/** A password: asked for twice without showing it on a terminal, otherwise the first line of a file or of standard input. */
import { readFileSync } from 'node:fs';
import { CommandEnded, UsageError } from '../exit-code.ts';
import type { Surroundings } from '../surroundings.ts';

export interface PasswordOptions {
  readonly user: string;
  /** `-` is standard input. */
  readonly file: string | undefined;
}

const MAX_LENGTH = 1024;

export async function readPassword(surroundings: Surroundings, { user, file }: PasswordOptions): Promise<string> {
  if (file !== undefined && file !== '-') return checked(firstLine(readGiven(file)));
  if (file === undefined && surroundings.stdin.isTTY === true) {
    const password = checked(await ask(surroundings, `Password of ${user}: `));
    if ((await ask(surroundings, 'Once more: ')) === password) return password;
    throw new UsageError('The two passwords are not the same.');
  }
  let text = '';
  for await (const chunk of surroundings.stdin) {
    text += String(chunk);
    if (text.includes('\n') || text.length > MAX_LENGTH) break;
  }
  return checked(firstLine(text));
}

function readGiven(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new UsageError(`${file} cannot be read (${(error as NodeJS.ErrnoException).code}): check --password-file.`, {
      cause: error,
    });
  }
}

function firstLine(text: string): string {
  return text.split(/\r?\n/, 1)[0] ?? '';
}

function checked(password: string): string {
  if (password === '') throw new UsageError('The password is empty.');
  if (password.length > MAX_LENGTH) throw new UsageError(`The password is longer than ${MAX_LENGTH} characters.`);
  return password;
}

/** Keys as they are typed, none of them shown. Ctrl-C ends the command, Ctrl-D and Enter the line. */
async function ask({ stdin, stderr }: Surroundings, prompt: string): Promise<string> {
  stderr.write(prompt);
  stdin.setRawMode?.(true);
  stdin.setEncoding('utf8');
  try {
    return await typedLine(stdin);
  } finally {
    stdin.setRawMode?.(false);
    stdin.pause();
    stderr.write('\n');
  }
}

function typedLine(stdin: Surroundings['stdin']): Promise<string> {
  return new Promise((resolve, reject) => {
    let typed = '';
    const finish = (settle: () => void): void => {
      stdin.off('data', onData);
      stdin.off('end', onEnd);
      settle();
    };
    const onEnd = (): void => finish(() => resolve(typed));
    const onData = (chunk: string): void => {
      const characters = Array.from(chunk);
      for (const [index, character] of characters.entries()) {
        if (character === '\u0003') return finish(() => reject(new CommandEnded(130)));
        if (character === '\r' || character === '\n' || character === '\u0004') {
          // What was typed ahead, or pasted, is for the next question.
          const rest = characters.slice(index + 1).join('');
          stdin.pause();
          if (rest !== '') stdin.unshift(rest);
          return finish(() => resolve(typed));
        }
        typed = withKey(typed, character);
      }
    };
    stdin.on('data', onData);
    stdin.once('end', onEnd);
    stdin.resume();
  });
}

/** Backspace takes a character away, Ctrl-U all. */
function withKey(typed: string, character: string): string {
  if (character === '\u007F' || character === '\b') return typed.replace(/.$/su, '');
  if (character === '\u0015') return '';
  return character >= ' ' ? typed + character : typed;
}
