/**
 * What stands at the door of the client is documented: every name that `index.ts` gives out, and every member of its
 * classes and interfaces, has a docstring. A scanner over the formatted sources is enough for that: declarations stand
 * in column 0, members in column 2.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const sources = fileURLToPath(new URL('..', import.meta.url));
const door = resolve(sources, 'client/index.ts');

interface Declaration {
  readonly file: string;
  readonly lines: readonly string[];
  /** Index of the line where it begins. */
  readonly at: number;
}

test('every public name of the client has a docstring', () => {
  const names = [...exportedFrom(door)];
  const seen = new Set<string>();
  assert.ok(names.length > 200, `the scanner sees ${names.length} names only`);
  assert.deepEqual(
    names.flatMap(([name, file]) => undocumented(name, file, seen)),
    [],
  );
});

test('the scanner sees a name and a member without a docstring', () => {
  const lines = [
    'export interface Named {',
    '  /** Why. */',
    '  readonly told: string;',
    '  untold(',
    '    a: number,',
    '  ): void;',
    '}',
  ];
  const declaration = { file: 'x.ts', lines, at: 0 };
  assert.ok(!hasDocstring(lines, 0));
  assert.deepEqual(
    membersOf(declaration).filter((at) => !hasDocstring(lines, at)),
    [3],
  );
});

/** Public names → the file that they come from, of `export { … } from` in a door. */
function exportedFrom(file: string): Map<string, string> {
  const names = new Map<string, string>();
  for (const [, list, from] of read(file)
    .join('\n')
    .matchAll(/^export (?:type )?\{([^}]*)\} from '([^']+)'/gm)) {
    for (const name of namesIn(list!)) names.set(name, fileOf(from!, file));
  }
  return names;
}

/** `name: file:line` of what has no docstring: the declaration, its members, and members that it inherits. */
function undocumented(name: string, file: string, seen: Set<string>): string[] {
  const declaration = declarationOf(name, file);
  if (declaration === undefined || seen.has(`${name} ${declaration.file}`)) return [];
  seen.add(`${name} ${declaration.file}`);
  const places = [declaration.at, ...membersOf(declaration)].filter((at) => !hasDocstring(declaration.lines, at));
  return [
    ...places.map(
      (at) => `${name}: ${declaration.file.slice(sources.length)}:${at + 1}: ${declaration.lines[at]!.trim()}`,
    ),
    ...basesOf(declaration).flatMap((base) => undocumented(base, declaration.file, seen)),
  ];
}

/** Where a name is declared: in this file, or where the file has it from. None for what comes from no source of ours. */
function declarationOf(name: string, file: string): Declaration | undefined {
  const lines = read(file);
  const kinds = 'class|abstract class|interface|type|const|function|async function';
  const at = lines.findIndex((line) => new RegExp(`^(?:export )?(?:${kinds}) ${name}\\b`).test(line));
  if (at >= 0) return { file, lines, at };
  for (const [, list, from] of lines.join('\n').matchAll(/^(?:im|ex)port (?:type )?\{([^}]*)\} from '([#.][^']+)'/gm)) {
    if (namesIn(list!).includes(name)) return declarationOf(name, fileOf(from!, file));
  }
  return undefined;
}

function basesOf({ lines, at }: Declaration): string[] {
  const head = lines
    .slice(at, at + 8)
    .join(' ')
    .split('{')[0]!;
  if (!/^(?:export )?(?:abstract )?(?:class|interface)/.test(head)) return [];
  const [, bases = ''] = /\bextends (.*)/.exec(head) ?? [];
  return [...bases.replace(/<.*>/, '').matchAll(/[A-Z]\w+/g)].map(([name]) => name);
}

/** Lines where public members of a class or an interface begin; of overloads the first. */
function membersOf({ lines, at }: Declaration): number[] {
  if (!/^(?:export )?(?:abstract )?(?:class|interface) /.test(lines[at]!) || lines[at]!.endsWith('}')) return [];
  const members: number[] = [];
  let previous = '';
  for (let line = at + 1; line < lines.length && lines[line] !== '}'; line++) {
    const [, name] =
      /^ {2}(?:(?:static|readonly|async|get|abstract|override) )*\*?(\[[\w.]+\]|\w+)(?=[?!:(<;]| =)/.exec(
        lines[line]!,
      ) ?? [];
    if (name === undefined || /^(?:private|protected|declare|constructor)$/.test(name)) continue;
    if (name !== previous) members.push(line);
    previous = name;
  }
  return members;
}

function hasDocstring(lines: readonly string[], at: number): boolean {
  // A word to the linter may stand between the two.
  const above = lines[at - 1]?.trim() ?? '';
  return above.endsWith('*/') || (above.startsWith('// oxlint') && hasDocstring(lines, at - 1));
}

function namesIn(list: string): string[] {
  return [...list.matchAll(/(\w+)(?: as \w+)?\s*(?:,|$)/g)].map(([, name]) => name!);
}

function fileOf(from: string, importer: string): string {
  return from.startsWith('#') ? resolve(sources, from.slice(1), 'index.ts') : resolve(dirname(importer), from);
}

function read(file: string): string[] {
  return readFileSync(file, 'utf8').split('\n');
}
