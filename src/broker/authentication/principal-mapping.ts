/**
 * `ssl.principal.mapping.rules`: short names for the distinguished names of certificates, by Kafka's rules (KIP-371):
 * `RULE:pattern/replacement/[L|U]` and `DEFAULT`, separated by commas, of which the first that matches counts.
 *
 * Patterns are matched in time linear in the name (RE2), since clients bring the names.
 */
import { RE2JS } from 're2js';

export type PrincipalMapping = (distinguishedName: string) => string | null;

interface Rule {
  /** Null is DEFAULT: the name stays as it is. */
  readonly pattern: RE2JS | null;
  readonly replacement: string;
  readonly letterCase: string;
}

const RULE = /\s*(?:(DEFAULT)|RULE:((?:\\.|[^\\/])*)\/((?:\\.|[^\\/])*)\/([LU]?))\s*(?:,|$)/y;
/** Names of certificates have some hundred characters. */
const MAX_NAME_CHARACTERS = 8192;

/** Returns the mapping, which answers null where no rule is for the name; or a sentence that says what is wrong. */
export function parsePrincipalMapping(text: string): PrincipalMapping | string {
  const rules: Rule[] = [];
  RULE.lastIndex = 0;
  for (let position = 0; position < text.length; position = RULE.lastIndex) {
    RULE.lastIndex = position;
    const found = RULE.exec(text);
    if (found === null) {
      return `${text.slice(position).trim()} is neither DEFAULT nor of the form RULE:pattern/replacement/ with L or U behind it`;
    }
    const rule = ruleOf(found);
    if (typeof rule === 'string') return rule;
    rules.push(rule);
  }
  return rules.length === 0 ? (name) => name : (name) => firstMatch(rules, name);
}

function ruleOf([, isDefault, pattern = '', replacement = '', letterCase = '']: RegExpExecArray): Rule | string {
  if (isDefault !== undefined) return { pattern: null, replacement: '', letterCase: '' };
  try {
    return { pattern: RE2JS.compile(pattern), replacement, letterCase };
  } catch (error) {
    return `${pattern} is no pattern in RE2's syntax (${error instanceof Error ? error.message : String(error)})`;
  }
}

function firstMatch(rules: readonly Rule[], name: string): string | null {
  if (name.length > MAX_NAME_CHARACTERS) return null;
  for (const { pattern, replacement, letterCase } of rules) {
    if (pattern === null) return name;
    const matcher = pattern.matcher(name);
    if (!matcher.matches()) continue;
    const groups = Array.from({ length: matcher.groupCount() + 1 }, (_, index) => matcher.group(index) ?? '');
    const result = replaced(replacement, groups);
    if (letterCase === 'L') return result.toLowerCase();
    return letterCase === 'U' ? result.toUpperCase() : result;
  }
  return null;
}

/** `$1` is the first group; a number that no group has stands for itself, as does what a backslash precedes. */
function replaced(replacement: string, groups: readonly string[]): string {
  return replacement.replace(/\\(.)|\$(\d)/g, (whole, literal: string | undefined, digit: string | undefined) => {
    if (literal !== undefined) return literal;
    return groups[Number(digit)] ?? whole;
  });
}
