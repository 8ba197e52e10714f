/** The words of `samsa schema`. */
import { InvalidArgumentError, Option } from 'commander';
import type { Command } from 'commander';
import type { SchemaReference } from '#schema';
import { collectPairs, wholeNumber } from '../argument-parsers.ts';
import { addConnectionOptions, addJsonOption, type ConnectionOptions } from '../connection/connection-options.ts';
import type { Surroundings } from '../surroundings.ts';
import { addRegistryOptions, type RegistryAccess, type RegistryListOptions } from './registry-options.ts';
import type { SchemaFileOptions } from './schema-text.ts';
import type { SchemaTypesOptions } from './types/schema-types.ts';

export interface ListSchemasOptions extends RegistryListOptions {
  readonly versions?: boolean;
  readonly deleted?: boolean;
}

export interface ShowSchemaOptions extends RegistryListOptions {
  readonly id?: number;
  readonly text?: boolean;
  readonly deleted?: boolean;
}

export interface RegisterSchemaOptions extends RegistryListOptions, SchemaFileOptions {
  readonly normalize?: boolean;
}

export interface CheckSchemaOptions extends RegisterSchemaOptions, Omit<ConnectionOptions, 'timeout'> {}

export interface DeleteSchemaOptions extends RegistryListOptions {
  readonly permanent?: boolean;
}

export interface ConfigSchemaOptions extends RegistryListOptions {
  readonly compatibility?: string;
  readonly policy?: string;
  readonly group?: string;
  readonly normalize?: 'true' | 'false';
  readonly alias?: string;
  readonly mode?: string;
  readonly force?: boolean;
  readonly unset?: boolean;
}

export type ExportSchemasOptions = RegistryAccess;

export interface ImportSchemasOptions extends RegistryAccess {
  readonly schemasOnly?: boolean;
  readonly dryRun?: boolean;
}

export function addSchema(program: Command, surroundings: Surroundings): void {
  const schema = program
    .command('schema')
    .summary('list, show, register, check, compare and delete schemas')
    .description("Schemas in a schema registry: Samsa's own, or any with the same REST API.");
  addList(schema, surroundings);
  addShow(schema, surroundings);
  addRegister(schema, surroundings);
  addCheck(schema, surroundings);
  addDiff(schema, surroundings);
  addDelete(schema, surroundings);
  addConfig(schema, surroundings);
  addExport(schema, surroundings);
  addImport(schema, surroundings);
  addTypes(schema, surroundings);
}

function addList(schema: Command, surroundings: Surroundings): void {
  const list = schema
    .command('list')
    .summary('list subjects')
    .description('Lists subjects with their latest version, its id and its type.')
    .argument('[words...]', 'only subjects whose names contain one of these words')
    .option('--versions', 'all versions, not the latest alone')
    .option('--deleted', 'deleted ones as well');
  addRegistryOptions(addJsonOption(list))
    .addHelpText('after', '\nExamples:\n  samsa schema list\n  samsa schema list orders --versions')
    .action(async (words: string[], options: ListSchemasOptions) => {
      const { listSchemas } = await import('./list-schemas.ts');
      await listSchemas(surroundings, words, options);
    });
}

function addShow(schema: Command, surroundings: Surroundings): void {
  const show = schema
    .command('show')
    .summary('print a schema')
    .description('Prints a version of a subject, or the schema of an id.')
    .argument('[subject]', 'its name')
    .argument('[version]', 'a number, or latest', versionText)
    .option('--id <id>', 'the schema with this id, as records have it', wholeNumber(0, 0x7fffffff))
    .option('--text', "the schema's text alone, as it is registered")
    .option('--deleted', 'a deleted version as well');
  addRegistryOptions(addJsonOption(show))
    .addHelpText(
      'after',
      '\nExamples:\n  samsa schema show orders-value\n  samsa schema show orders-value 2 --text > order.avsc\n  samsa schema show --id 7',
    )
    .action(async (subject: string | undefined, version: string | undefined, options: ShowSchemaOptions) => {
      const { showSchema } = await import('./show-schema.ts');
      await showSchema(surroundings, { subject, version }, options);
    });
}

function addRegister(schema: Command, surroundings: Surroundings): void {
  const register = schema
    .command('register')
    .summary('register a schema under a subject')
    .description(
      'Registers a schema as the next version of a subject, and prints its version and id. One that is there already is no failure.',
    );
  addSchemaFile(register);
  addRegistryOptions(addJsonOption(register))
    .addHelpText('after', REGISTER_EXAMPLES)
    .action(async (subject: string, file: string, options: RegisterSchemaOptions) => {
      const { registerSchema } = await import('./register-schema.ts');
      await registerSchema(surroundings, { subject, file }, options);
    });
}

function addCheck(schema: Command, surroundings: Surroundings): void {
  const check = schema
    .command('check')
    .summary('say whether a schema could be registered, and why not')
    .description(
      'Checks a schema against the versions of a subject without registering it: each difference with what would make it pass, and the consumer groups of the topic. Exit code 1 where it would be refused.',
    );
  addSchemaFile(check);
  addConnectionOptions(addRegistryOptions(addJsonOption(check), { hasTimeout: false }))
    .addHelpText('after', '\nExample:\n  samsa schema check orders-value order.avsc')
    .action(async (subject: string, file: string, options: CheckSchemaOptions & ConnectionOptions) => {
      const { checkSchema } = await import('./check-schema.ts');
      await checkSchema(surroundings, { subject, file }, options);
    });
}

function addDiff(schema: Command, surroundings: Surroundings): void {
  const diff = schema
    .command('diff')
    .summary('print what differs between two versions')
    .description('Prints what differs between two versions of a subject: the last two when none are given.')
    .argument('<subject>', 'its name')
    .argument('[from]', 'a version', versionText)
    .argument('[to]', 'another; latest when absent', versionText);
  addRegistryOptions(addJsonOption(diff))
    .addHelpText('after', '\nExamples:\n  samsa schema diff orders-value\n  samsa schema diff orders-value 1 3')
    .action(async (subject: string, from: string | undefined, to: string | undefined, options: RegistryListOptions) => {
      const { diffSchemas } = await import('./diff-schemas.ts');
      const versions = [from, to].filter((version) => version !== undefined);
      await diffSchemas(surroundings, { subject, versions }, options);
    });
}

function addDelete(schema: Command, surroundings: Surroundings): void {
  const remove = schema
    .command('delete')
    .summary('delete a subject, or one of its versions')
    .description(
      'Deletes a subject, or one of its versions. Data that was written with it can still be read, unless it is for good.',
    )
    .argument('<subject>', 'its name')
    .argument('[version]', 'a number, or latest; all when absent', versionText)
    .option('--permanent', 'for good: data that was written with it can no longer be read');
  addRegistryOptions(addJsonOption(remove))
    .addHelpText(
      'after',
      '\nExamples:\n  samsa schema delete orders-value 3\n  samsa schema delete orders-value --permanent',
    )
    .action(async (subject: string, version: string | undefined, options: DeleteSchemaOptions) => {
      const { deleteSchema } = await import('./delete-schema.ts');
      await deleteSchema(surroundings, { subject, version }, options);
    });
}

function addConfig(schema: Command, surroundings: Surroundings): void {
  const config = schema
    .command('config')
    .summary('print and set compatibility and mode')
    .description(
      'Prints what is configured for a subject or, without one, for the registry, and its mode; sets what is given.',
    )
    .argument('[subject]', 'its name')
    .option('--compatibility <level>', 'none, backward, forward or full; with -transitive for all versions')
    .option('--policy <policy>', 'strict or lenient, for JSON Schema')
    .option('--group <property>', 'the metadata property whose values keep versions apart')
    .addOption(
      new Option('--normalize <boolean>', 'whether schemas are compared in their normal form').choices([
        'true',
        'false',
      ]),
    )
    .option('--alias <subject>', 'the subject that this one stands for')
    .option('--mode <mode>', 'readwrite, import or readonly')
    .option('--force', 'for --mode import where there are schemas already')
    .option('--unset', 'takes away what is set for it, the mode included');
  addRegistryOptions(addJsonOption(config))
    .addHelpText(
      'after',
      '\nExamples:\n  samsa schema config\n  samsa schema config orders-value --compatibility full-transitive',
    )
    .action(async (subject: string | undefined, options: ConfigSchemaOptions) => {
      const { configSchema } = await import('./config-schema.ts');
      await configSchema(surroundings, subject, options);
    });
}

function addExport(schema: Command, surroundings: Surroundings): void {
  const command = schema
    .command('export')
    .summary('write all schemas, configs and modes')
    .description(
      'Writes all that a registry holds as JSON lines: subjects, versions, ids, deleted ones as well, configs and modes.',
    )
    .argument('[file]', 'where to; standard output when absent');
  addRegistryOptions(command)
    .addHelpText('after', '\nExample:\n  samsa schema export registry.jsonl')
    .action(async (file: string | undefined, options: ExportSchemasOptions) => {
      const { exportSchemas } = await import('./export-schemas.ts');
      await exportSchemas(surroundings, file, options);
    });
}

function addImport(schema: Command, surroundings: Surroundings): void {
  const command = schema
    .command('import')
    .summary('read what export wrote, ids kept')
    .description(
      'Registers what an export holds under the same ids and versions, and sets its configs and modes. What is there already stays.',
    )
    .argument('<file>', 'what samsa schema export has written; - for standard input')
    .option('--schemas-only', 'no configs and modes')
    .option('--dry-run', 'only read the file');
  addRegistryOptions(command)
    .addHelpText('after', '\nExample:\n  samsa schema export -r http://old:8081 | samsa schema import -')
    .action(async (file: string, options: ImportSchemasOptions) => {
      const { importSchemas } = await import('./import-schemas.ts');
      await importSchemas(surroundings, file, options);
    });
}

function addTypes(schema: Command, surroundings: Surroundings): void {
  const command = schema
    .command('types')
    .summary('write TypeScript types for a subject')
    .description(
      "Writes the TypeScript types of a subject's values, as the serializers of samsa/serde take and give them.",
    )
    .argument('<subject>', 'its name')
    .argument('[version]', 'a number, or latest', versionText)
    .addOption(
      new Option('--long <type>', "what longs are, as the serializer's option says")
        .choices(['number', 'bigint'])
        .default('number'),
    )
    .option('--name <name>', 'the name of the type at the top; its own when absent');
  addRegistryOptions(command)
    .addHelpText('after', '\nExample:\n  samsa schema types orders-value > src/order.ts')
    .action(async (subject: string, version: string | undefined, options: SchemaTypesOptions) => {
      const { schemaTypes } = await import('./types/schema-types.ts');
      await schemaTypes(surroundings, { subject, version }, options);
    });
}

function addSchemaFile(command: Command): void {
  command
    .argument('<subject>', 'the subject, as orders-value for the values of the topic orders')
    .argument('<file>', 'the schema: .avsc, .json or .proto; - for standard input')
    .addOption(
      new Option('--type <type>', "what it is; by the file's ending when absent").choices(['avro', 'json', 'protobuf']),
    )
    .option('--reference <name=subject:version>', 'a schema that it refers to; may be repeated', collectReferences)
    .option('--property <key=value>', 'a property of its metadata; may be repeated', collectPairs)
    .option('--normalize', 'let the registry bring it into its normal form');
}

/** A version is a number from 1 on, or the latest. */
function versionText(text: string): string {
  if (text === 'latest' || /^[1-9]\d{0,9}$/.test(text)) return text;
  throw new InvalidArgumentError('It must be the number of a version, from 1 on, or latest.');
}

function collectReferences(text: string, previous: readonly SchemaReference[] = []): readonly SchemaReference[] {
  const match = /^(.+?)=(.+):(\d{1,9}|latest)$/.exec(text);
  if (match === null) throw new InvalidArgumentError('It is not of the form name=subject:version.');
  const [, name = '', subject = '', version = ''] = match;
  return [...previous, { name, subject, version: version === 'latest' ? -1 : Number(version) }];
}

const REGISTER_EXAMPLES = `
Examples:
  samsa schema register orders-value order.avsc
  samsa schema register orders-value order.json --type json
  samsa schema register orders-value order.proto --reference money.proto=money:1`;
