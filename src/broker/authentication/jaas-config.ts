/**
 * `sasl.jaas.config` as Kafka's files have it: a login module's class, a control flag, options, and a semicolon at the end:
 * `org.apache.kafka.common.security.plain.PlainLoginModule required user_alice="secret";`. Only read as text: no class is
 * looked for, nothing is loaded.
 */
export interface JaasEntry {
  /** The class, for instance `….PlainLoginModule`. */
  readonly loginModule: string;
  readonly options: ReadonlyMap<string, string>;
}

const FLAGS = /^(?:required|requisite|sufficient|optional)$/i;
/** A quoted string, a sign, or a word. */
const TOKEN = /\s*(?:"((?:[^"\\]|\\.)*)"|([;=])|([^\s;="]+))/y;
const MAX_CHARACTERS = 1024 * 1024;

interface Token {
  readonly text: string;
  readonly isSign: boolean;
}

/** Returns the one entry, or what is wrong, without the options' values: those may be passwords. */
export function parseJaasConfig(text: string): JaasEntry | string {
  const tokens = tokensOf(text);
  if (tokens === null) return 'a quotation mark is missing';
  const [loginModule, flag, ...rest] = tokens;
  if (loginModule === undefined || loginModule.isSign) return 'it does not begin with a login module';
  if (flag === undefined || !FLAGS.test(flag.text)) {
    return `behind ${loginModule.text} stands none of required, requisite, sufficient, optional`;
  }
  const options = new Map<string, string>();
  for (let i = 0; i < rest.length; i += 3) {
    const [key, equals, value] = rest.slice(i, i + 3);
    if (isSign(key, ';')) {
      return i + 1 === rest.length ? { loginModule: loginModule.text, options } : 'there is more than one login module';
    }
    if (key === undefined || key.isSign) return 'an option has no name';
    if (!isSign(equals, '=') || value === undefined || value.isSign) return `the option ${key.text} has no value`;
    options.set(key.text, value.text);
  }
  return 'the semicolon at its end is missing';
}

function isSign(token: Token | undefined, sign: string): boolean {
  return token?.isSign === true && token.text === sign;
}

/** Null where it cannot be cut into tokens. */
function tokensOf(text: string): Token[] | null {
  if (text.length > MAX_CHARACTERS) return null;
  const tokens: Token[] = [];
  const end = text.trimEnd().length;
  for (let position = 0; position < end; position = TOKEN.lastIndex) {
    TOKEN.lastIndex = position;
    const found = TOKEN.exec(text);
    if (found === null) return null;
    const [, quoted, sign, word] = found;
    if (quoted !== undefined) tokens.push({ text: quoted.replace(/\\(.)/g, '$1'), isSign: false });
    else tokens.push({ text: sign ?? word ?? '', isSign: sign !== undefined });
  }
  return tokens;
}
