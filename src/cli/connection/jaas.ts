/**
 * The `sasl.jaas.config` of a Java client: `some.Module required username="alice" password="secret";`. Only what such
 * a line says of user and password is of interest; the mechanism stands in `sasl.mechanism`.
 */
import { UsageError } from '../exit-code.ts';

export interface JaasConfig {
  /** The module's class without its package: `ScramLoginModule`. */
  readonly module: string;
  readonly options: ReadonlyMap<string, string>;
}

export function parseJaas(text: string): JaasConfig {
  const match = /^\s*([\w.$]+)\s+(required|requisite|sufficient|optional)\b([^]*);\s*$/i.exec(text);
  if (match === null) {
    throw new UsageError(
      'sasl.jaas.config is not of the form: org.apache.kafka.common.security.plain.PlainLoginModule required username="..." password="...";',
    );
  }
  const [, className = '', , rest = ''] = match;
  const options = new Map<string, string>();
  let position = 0;
  const pattern = /\s*([\w.]+)\s*=\s*(?:"((?:\\.|[^"\\])*)"|'((?:\\.|[^'\\])*)'|([^\s;"']+))/y;
  while (rest.slice(position).trim() !== '') {
    pattern.lastIndex = position;
    const option = pattern.exec(rest);
    if (option === null) throw new UsageError('sasl.jaas.config: after required there must be name="value" pairs.');
    const [, name = '', double, single, bare = ''] = option;
    options.set(name, (double ?? single)?.replaceAll(/\\(.)/g, '$1') ?? bare);
    position = pattern.lastIndex;
  }
  return { module: className.split('.').at(-1) ?? className, options };
}
