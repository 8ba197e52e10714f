/**
 * Options in all their spellings: `name = value`, `(custom).part = value`, and message literals in the text format,
 * whose fields may do without colons, commas and angle brackets' brothers.
 */
import type { OptionField, OptionNamePart, OptionValue, ProtoOption } from './proto-ast.ts';
import type { ProtoTokens } from './proto-tokens.ts';

/** Message literals within message literals. */
const MAX_LITERAL_DEPTH = 32;
/** Parts of a dotted name; each is a scope to look into. */
const MAX_NAME_PARTS = 100;

/** A dotted name; one that starts with a dot is absolute. */
export function parseTypeName(tokens: ProtoTokens, what: string): string {
  let name = tokens.skip('.') ? '.' : '';
  name += tokens.takeWord(what);
  for (let parts = 1; tokens.skip('.'); parts++) {
    if (parts === MAX_NAME_PARTS) throw tokens.error(`a name of more than ${MAX_NAME_PARTS} parts`);
    name += `.${tokens.takeWord(what)}`;
  }
  return name;
}

/** `name = value`, after the word `option` or within brackets. */
export function parseOption(tokens: ProtoTokens): ProtoOption {
  const { line } = tokens;
  const name = [parseNamePart(tokens)];
  while (tokens.skip('.')) {
    if (name.length === MAX_LITERAL_DEPTH)
      throw tokens.error(`an option's name of more than ${MAX_LITERAL_DEPTH} parts`);
    name.push(parseNamePart(tokens));
  }
  tokens.require('=');
  return { name, value: parseValue(tokens, 0), line };
}

/** `[a = 1, b = 2]`, if it is there. */
export function parseBracketedOptions(tokens: ProtoTokens): ProtoOption[] {
  const options: ProtoOption[] = [];
  if (!tokens.skip('[')) return options;
  if (tokens.skip(']')) return options;
  do options.push(parseOption(tokens));
  while (tokens.skip(','));
  tokens.require(']');
  return options;
}

function parseNamePart(tokens: ProtoTokens): OptionNamePart {
  if (!tokens.skip('(')) return { name: tokens.takeWord("an option's name"), isExtension: false };
  const name = parseTypeName(tokens, "an option's name");
  tokens.require(')');
  return { name, isExtension: true };
}

function parseValue(tokens: ProtoTokens, depth: number): OptionValue {
  if (depth > MAX_LITERAL_DEPTH) throw tokens.error(`more than ${MAX_LITERAL_DEPTH} levels of message literals`);
  if (tokens.kind === 'string') return { kind: 'string', text: tokens.takeString('a string') };
  if (tokens.skip('{')) return { kind: 'message', fields: parseFields(tokens, { close: '}', depth }) };
  if (tokens.skip('<')) return { kind: 'message', fields: parseFields(tokens, { close: '>', depth }) };
  if (tokens.skip('[')) return { kind: 'list', values: parseList(tokens, depth) };
  const sign = tokens.skip('-') ? '-' : '';
  if (sign === '') tokens.skip('+');
  const { kind, text } = tokens;
  if (kind === 'number') {
    tokens.advance();
    return { kind: 'number', text: sign + text };
  }
  return { kind: 'identifier', text: sign + parseTypeName(tokens, 'a value') };
}

function parseList(tokens: ProtoTokens, depth: number): OptionValue[] {
  const values: OptionValue[] = [];
  while (!tokens.skip(']')) {
    values.push(parseValue(tokens, depth + 1));
    if (!tokens.skip(',') && !tokens.is(']')) throw tokens.unexpected("',' or ']'");
  }
  return values;
}

function parseFields(tokens: ProtoTokens, { close, depth }: { close: string; depth: number }): OptionField[] {
  const fields: OptionField[] = [];
  while (!tokens.skip(close)) {
    const name = parseFieldName(tokens);
    const isMessage = !tokens.skip(':');
    if (isMessage && !tokens.is('{') && !tokens.is('<')) throw tokens.unexpected("':'");
    fields.push({ name, value: parseValue(tokens, depth + 1) });
    if (!tokens.skip(',')) tokens.skip(';');
  }
  return fields;
}

function parseFieldName(tokens: ProtoTokens): string {
  if (!tokens.skip('[')) return tokens.takeWord("a field's name");
  let name = parseTypeName(tokens, "an extension's name");
  if (tokens.skip('/')) name += `/${parseTypeName(tokens, "a type's name")}`;
  tokens.require(']');
  return `[${name}]`;
}
