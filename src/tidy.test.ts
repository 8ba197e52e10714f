/**
 * The tree keeps its own rules: arrows between modules point down and go through doors, only `kernel/node` touches the
 * real world, files stay short and say what they are. Each failure says what to do. (ARCHITECTURE.md has the table.)
 */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

/** What each module may import besides itself, by its door. `#kernel/node` is the real world: see REAL_WORLD. */
const ARROWS: Readonly<Record<string, readonly string[]>> = {
  kernel: [],
  protocol: ['#kernel'],
  log: ['#kernel', '#protocol'],
  metadata: ['#kernel', '#protocol'],
  coordinator: ['#kernel', '#protocol', '#log', '#metadata'],
  broker: ['#kernel', '#protocol', '#log', '#metadata', '#coordinator'],
  client: ['#kernel', '#protocol'],
  kafkajs: ['#kernel', '#protocol', '#client'],
  schema: ['#kernel'],
  serde: ['#kernel', '#client', '#schema'],
  registry: ['#kernel', '#client', '#schema', '#serde'],
  streams: ['#kernel', '#client', '#serde'],
  cli: [
    '#kernel',
    '#kernel/node',
    '#protocol',
    '#log',
    '#metadata',
    '#coordinator',
    '#broker',
    '#client',
    '#schema',
    '#serde',
    '#registry',
  ],
  sim: ['#kernel', '#protocol'],
  testing: ['#kernel', '#kernel/node', '#broker', '#client', '#sim'],
};

/** Who brings in the real world: `cli`, and the files that clients without an Env of their own take one from. */
const REAL_WORLD: readonly string[] = [
  'client/default-env.ts',
  'kafkajs/default-env.ts',
  'serde/default-env.ts',
  'streams/default-env.ts',
];

/** Doors that a module's tests may use besides: a client is tried on a broker. */
const TEST_ARROWS: Readonly<Record<string, readonly string[]>> = {
  client: ['#broker', '#broker/testing'],
  kafkajs: ['#broker', '#broker/testing'],
  serde: ['#broker', '#broker/testing', '#registry'],
  registry: ['#broker', '#broker/testing'],
  streams: ['#testing', '#broker/testing', '#client/testing'],
};

/** Packages of the registry, each where it belongs. */
const PACKAGES: Readonly<Record<string, readonly string[]>> = {
  protocol: ['@node-rs/crc32', '@platformatic/wasm-utils'],
  coordinator: ['re2js'],
  broker: ['re2js'],
  schema: [
    '@bufbuild/protobuf',
    '@bufbuild/protobuf/wkt',
    'ajv',
    'ajv/dist/2019.js',
    'ajv/dist/2020.js',
    'ajv-draft-04',
    'ajv-formats',
    're2js',
  ],
  registry: ['hono/router/reg-exp-router'],
  streams: ['lmdb'],
  cli: ['commander'],
};

/** For the tests of any module. */
const TEST_PACKAGES: readonly RegExp[] = [/^fast-check$/, /^@opentelemetry\//];

/** Builtin modules that only compute. */
const HARMLESS_BUILTINS = [
  'node:buffer',
  'node:crypto',
  'node:diagnostics_channel',
  'node:events',
  'node:module',
  'node:path',
  'node:stream',
  'node:util',
  'node:zlib',
];
const MAX_LINES = 600;

/** Time, chance, files, sockets and the process come from `Env`. */
const BANNED: readonly (readonly [RegExp, string])[] = [
  // A Date made of a number asks nobody for the time, nor does the type.
  [/\bDate\.now\b|\bDate\(\)|\bnew Date\b(?!\(\w)/, 'take the time from env.clock'],
  [/\bperformance\b/, 'measure with env.clock.monotonic()'],
  [/\bset(?:Timeout|Interval|Immediate)\b/, 'use env.scheduler'],
  [/\bMath\.random\b/, 'use env.random'],
  [/\b(?:randomBytes|randomUUID|randomInt|randomFill|getRandomValues)\b/, 'use env.random'],
  [
    /\bprocess\.(?:env|argv|exit|stdout|stderr|hrtime|on)\b/,
    'only cli touches the process; take it as a config or use env',
  ],
  [/\bconsole\b/, 'use env.logger'],
  [
    /\b(?:promisify|(?:gzip|gunzip|zstdCompress|zstdDecompress)\(|zlib\.\w+(?<!Sync)\()/,
    'use the Sync form, or env.codec',
  ],
];

/** What tests in the same process would feel, or what they would disturb: such a test has a process of its own. */
const PROCESS_WIDE =
  /\bprocess\.(?:memoryUsage|on|once|off|exit|chdir|umask|abort)\b|\bprocess\.env\S* =[^=]|\bsetFlagsFromString\b|\.setGlobal\w+\(|\bregisterHooks\b/;

interface Source {
  /** From `src/`, as `log/log-segment.ts`. */
  readonly path: string;
  readonly module: string;
  readonly text: string;
  /** The text without comments and with empty strings. */
  readonly code: string;
  readonly kind: 'code' | 'test' | 'generated';
}

const root = fileURLToPath(new URL('..', import.meta.url));
const sources = readdirSync(`${root}src`, { recursive: true, encoding: 'utf8' })
  .map((path) => path.replaceAll('\\', '/'))
  .filter((path) => path.endsWith('.ts') && path !== 'tidy.test.ts')
  .map(source);
const written = sources.filter(({ kind }) => kind !== 'generated');

test('the arrows between modules point down and go through doors', () => {
  const failures: string[] = [];
  for (const file of sources) {
    for (const specifier of imports(file.text)) {
      const problem = importProblem(file, specifier);
      if (problem !== null) failures.push(`src/${file.path} imports ${specifier}: ${problem}`);
    }
  }
  assert.deepEqual(failures, []);
});

test('only kernel/node and cli touch time, chance, files, sockets and the process', () => {
  const failures: string[] = [];
  for (const { path, module, code, kind } of sources) {
    if (kind === 'test' || module === 'cli' || path.startsWith('kernel/node/')) continue;
    for (const [index, line] of code.split('\n').entries()) {
      const banned = BANNED.find(([pattern]) => pattern.test(line));
      if (banned !== undefined) failures.push(`src/${path}:${index + 1}: ${line.trim()} — ${banned[1]}`);
    }
  }
  assert.deepEqual(failures, []);
});

test(`no file is longer than ${MAX_LINES} lines`, () => {
  const tooLong = written.filter(({ text }) => lineCount(text) > MAX_LINES);
  assert.deepEqual(
    tooLong.map(({ path, text }) => `src/${path} has ${lineCount(text)} lines: split it along its concepts`),
    [],
  );
});

test('every source file opens with a comment that says what it is', () => {
  const silent = sources.filter(({ text, kind }) => kind !== 'test' && !/^(?:#!.*\n)?\/[*/]/.test(text));
  assert.deepEqual(
    silent.map(({ path }) => `src/${path} has no head: open it with what it is and the invariant it guards`),
    [],
  );
});

test('nothing is left open, skipped or cast away', () => {
  const rules: readonly (readonly [RegExp, string])[] = [
    [/\b(?:TO[D]O|FIX[M]E|X[X]X)\b/, 'do it, or leave it out'],
    [/\b(?:test|it|describe|suite)\.(?:only|skip|todo)\b|\b(?:only|skip|todo): true/, 'every test runs'],
    [/@ts-(?:ignore|nocheck)/, 'mend the type'],
    [/\bas unknown as\b/, 'mend the type'],
    [/\bcatch *(?:\([^)]*\) *)?\{ *\}/, 'say in a comment why nothing is to be done, or do it'],
    [/\/wo[r]k\/(?:main|shared)\b/, 'name no path of one machine'],
  ];
  const failures: string[] = [];
  for (const { path, text } of written) {
    for (const [index, line] of text.split('\n').entries()) {
      const rule = rules.find(([pattern]) => pattern.test(line));
      if (rule !== undefined) failures.push(`src/${path}:${index + 1}: ${line.trim()} — ${rule[1]}`);
    }
  }
  assert.deepEqual(failures, []);
});

test('tests that see or change the whole process have one of their own', () => {
  // What a worker thread or a child process runs is named and not imported, and a thread's memory is the process's.
  const helpers = written.filter(({ path, kind }) => kind === 'test' && !/\.(?:test|child)\.ts$/.test(path));
  const names = helpers
    .filter(({ code }) => PROCESS_WIDE.test(code))
    .map(({ path }) => path.slice(path.lastIndexOf('/')));
  const failures = written.filter(
    ({ path, text, code }) =>
      path.endsWith('.test.ts') &&
      !path.endsWith('.alone.test.ts') &&
      (PROCESS_WIDE.test(code) || names.some((name) => text.includes(`${name}'`))),
  );
  assert.deepEqual(
    failures.map(({ path }) => `src/${path} touches what the whole process has: name it …alone.test.ts`),
    [],
  );
});

function source(path: string): Source {
  const text = readFileSync(`${root}src/${path}`, 'utf8');
  const kind = path.endsWith('.gen.ts')
    ? 'generated'
    : /\.(?:test|testing)\.(?:\w+\.)?ts$/.test(path)
      ? 'test'
      : 'code';
  return { path, module: path.split('/')[0] ?? '', text, code: withoutCommentsAndStrings(text), kind };
}

function lineCount(text: string): number {
  return text.split('\n').length - 1;
}

/** Whatever stands in `from '…'`, `import '…'` and `import('…')`; types of builtins touch nothing. */
function imports(text: string): string[] {
  const TYPES_OF_BUILTINS = /(?:^|\n)import type\b[^;'"]*?from\s*'node:[^']+'/g;
  // The code has single quotes; what has double ones is a text of Protobuf's.
  const pattern = /(?:^|\n)\s*(?:import|export)\b[^;'"]*?from\s*['"]([^'"]+)['"]|(?<!['"])\bimport\s*\(?\s*'([^'"]+)'/g;
  return [...text.replaceAll(TYPES_OF_BUILTINS, '').matchAll(pattern)].map((match) => match[1] ?? match[2] ?? '');
}

function importProblem(file: Source, specifier: string): string | null {
  const { module, kind, path } = file;
  const isReal = kind === 'test' || module === 'sim' || module === 'cli' || path.startsWith('kernel/node/');
  if (specifier.startsWith('.')) {
    const target = new URL(specifier, `file:///${path}`).pathname.slice(1);
    return target.startsWith(`${module}/`) ? null : 'another module is imported through its door, as #log';
  }
  if (specifier.startsWith('#')) return arrowProblem(file, specifier);
  if (specifier.startsWith('node:')) {
    return isReal || HARMLESS_BUILTINS.includes(specifier) ? null : 'only kernel/node and cli use it; take it from Env';
  }
  if (kind === 'test' && TEST_PACKAGES.some((name) => name.test(specifier))) return null;
  return PACKAGES[module]?.includes(specifier) === true ? null : 'no package that this module may use (tidy.test.ts)';
}

function arrowProblem({ module, kind, path }: Source, specifier: string): string | null {
  if (specifier === `#${module}` || specifier === `#${module}/node`) {
    return kind === 'test' ? null : 'a module does not go through its own door: import the file';
  }
  const allowed = ARROWS[module];
  if (allowed === undefined) return 'this module is not in the table of arrows: add it there and in ARCHITECTURE.md';
  if (specifier === '#kernel/node' && REAL_WORLD.includes(path)) return null;
  if (kind === 'test' && ['#sim', '#kernel/node', ...(TEST_ARROWS[module] ?? [])].includes(specifier)) return null;
  return allowed.includes(specifier) ? null : `${module} may only import ${allowed.join(', ') || 'nothing'}`;
}

/** Comments become spaces and strings empty; line breaks stay, so that line numbers do. */
function withoutCommentsAndStrings(text: string): string {
  const pattern = /\/\*[^]*?\*\/|\/\/[^\n]*|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\.|\$\{[^}]*\}|[^`\\])*`/g;
  return text.replaceAll(pattern, (match) => {
    if (match.startsWith('`')) return match.replaceAll(/(\$\{[^}]*\})|[^\n]/g, (_, hole?: string) => hole ?? '');
    return match.replaceAll(/[^\n]/g, '');
  });
}
