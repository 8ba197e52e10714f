/**
 * Schema resolution (Avro 1.12 specification, "Schema Resolution"): how data of the writer's schema is read as the
 * reader's, worked out once per pair as a plan, before any data is there. In all cases that the specification leaves
 * open it is as Java's `Resolver` has it.
 *
 * Invariant: what cannot be read fails when it comes (a step `error`); a default that is none fails at once.
 */
import type {
  AvroEnum,
  AvroField,
  AvroFixed,
  AvroPrimitive,
  AvroRecord,
  AvroSchema,
  AvroUnion,
} from '../avro-schema.ts';
import { located } from './avro-data-error.ts';
import { defaultBytes } from './default-bytes.ts';
import { renameByAliases } from './rename-by-aliases.ts';
import { branchName } from './union-shape.ts';
import { areAlikeUnions } from './union-likeness.ts';

export type ReadPlan =
  | { readonly step: 'primitive'; readonly from: AvroPrimitive; readonly to: AvroPrimitive }
  | { readonly step: 'fixed'; readonly to: AvroFixed }
  /** The reader's symbols by the writer's indexes; null where it has none. */
  | { readonly step: 'enum'; readonly symbols: readonly (string | null)[]; readonly from: AvroEnum }
  | { readonly step: 'array'; readonly items: ReadPlan; readonly from: AvroSchema }
  | { readonly step: 'map'; readonly values: ReadPlan; readonly from: AvroSchema }
  /** The writer's union: by its index, one of the branches. */
  | { readonly step: 'union'; readonly branches: readonly ReadPlan[] }
  /** The reader's union: what is read becomes the value of that branch. */
  | { readonly step: 'branch'; readonly union: AvroUnion; readonly index: number; readonly value: ReadPlan }
  | RecordPlan
  | { readonly step: 'error'; readonly problem: string };

/** One object per pair of records, so that a pair within itself is a cycle. */
export interface RecordPlan {
  readonly step: 'record';
  readonly from: AvroRecord;
  readonly to: AvroRecord;
  /** The writer's fields in their order: each goes to a field of the reader's, or is skipped. */
  readonly fields: readonly RecordStep[];
  /** The reader's fields that the writer does not have. */
  readonly defaults: readonly DefaultedField[];
  /** Why the record cannot be read at all; null where it can. */
  readonly problem: string | null;
}

export type RecordStep =
  | { readonly field: AvroField; readonly value: ReadPlan }
  | { readonly field: AvroField; readonly value: null };

export interface DefaultedField {
  readonly field: AvroField;
  /** The default in binary. */
  readonly bytes: Buffer;
}

interface OpenRecordPlan extends RecordPlan {
  fields: RecordStep[];
  defaults: DefaultedField[];
  problem: string | null;
}

/** Throws AvroDataError for aliases that collide and for defaults that do not fit their type. */
export function planRead(writer: AvroSchema, reader: AvroSchema): ReadPlan {
  return new Resolver().resolve(renameByAliases(writer, reader), reader);
}

class Resolver {
  readonly #records = new Map<AvroRecord, Map<AvroRecord, OpenRecordPlan>>();

  resolve(writer: AvroSchema, reader: AvroSchema): ReadPlan {
    if (writer.kind === 'union') return this.#writerUnion(writer, reader);
    if (reader.kind === 'union') return this.#readerUnion(writer, reader);
    if (writer.kind === 'record' && reader.kind === 'record') return this.#record(writer, reader);
    if (writer.kind === 'enum' && reader.kind === 'enum') return resolveEnum(writer, reader);
    if (writer.kind === 'fixed' && reader.kind === 'fixed') return resolveFixed(writer, reader);
    if (writer.kind === 'array' && reader.kind === 'array') {
      return { step: 'array', items: this.resolve(writer.items, reader.items), from: writer.items };
    }
    if (writer.kind === 'map' && reader.kind === 'map') {
      return { step: 'map', values: this.resolve(writer.values, reader.values), from: writer.values };
    }
    if (isPrimitive(writer) && isPrimitive(reader) && (writer.kind === reader.kind || canPromote(writer, reader))) {
      return { step: 'primitive', from: writer, to: reader };
    }
    return { step: 'error', problem: `${branchName(writer)} cannot be read as ${branchName(reader)}` };
  }

  #writerUnion(writer: AvroUnion, reader: AvroSchema): ReadPlan {
    if (reader.kind !== 'union' || !areAlikeUnions(writer, reader)) {
      return { step: 'union', branches: writer.branches.map((branch) => this.resolve(branch, reader)) };
    }
    const branches = writer.branches.map((branch, index): ReadPlan => {
      const value = this.resolve(branch, reader.branches[index] ?? branch);
      return { step: 'branch', union: reader, index, value };
    });
    return { step: 'union', branches };
  }

  #readerUnion(writer: AvroSchema, reader: AvroUnion): ReadPlan {
    const index = this.#firstMatch(writer, reader);
    const branch = reader.branches[index];
    if (branch !== undefined) return { step: 'branch', union: reader, index, value: this.resolve(writer, branch) };
    const names = reader.branches.map(branchName).join(', ');
    return { step: 'error', problem: `${branchName(writer)} fits no branch of the reader's union [${names}]` };
  }

  /** The branch of the same kind (and full name); or a record that is built alike; or one to promote to; or -1. */
  #firstMatch(writer: AvroSchema, { branches }: AvroUnion): number {
    let alike = -1;
    for (const [index, branch] of branches.entries()) {
      if (branch.kind !== writer.kind) continue;
      if (!('fullName' in branch) || !('fullName' in writer) || branch.fullName === writer.fullName) return index;
      if (branch.kind !== 'record' || writer.kind !== 'record' || hasProblem(this.#record(writer, branch))) continue;
      if (alike === -1 || branch.name === writer.name) alike = index;
    }
    if (alike !== -1 || !isPrimitive(writer)) return alike;
    return branches.findIndex((branch) => isPrimitive(branch) && canPromote(writer, branch));
  }

  #record(writer: AvroRecord, reader: AvroRecord): RecordPlan {
    const plans = this.#records.get(writer) ?? new Map<AvroRecord, OpenRecordPlan>();
    this.#records.set(writer, plans);
    const known = plans.get(reader);
    if (known !== undefined) return known;
    const plan: OpenRecordPlan = { step: 'record', from: writer, to: reader, fields: [], defaults: [], problem: null };
    plans.set(reader, plan);
    const wanted = new Map(reader.fields.map((field) => [field.name, field]));
    for (const field of writer.fields) {
      const target = wanted.get(field.name);
      if (target === undefined) plan.fields.push({ field, value: null });
      else plan.fields.push({ field: target, value: this.resolve(field.type, target.type) });
    }
    this.#fillIn(plan, writer);
    return plan;
  }

  #fillIn(plan: OpenRecordPlan, writer: AvroRecord): void {
    const written = new Set(writer.fields.map(({ name }) => name));
    for (const field of plan.to.fields) {
      if (written.has(field.name)) continue;
      if (field.default === undefined) {
        plan.problem = `${writer.fullName} has no field ${JSON.stringify(field.name)}, and the reader's has no default`;
        return;
      }
      try {
        plan.defaults.push({ field, bytes: defaultBytes(field.type, field.default) });
      } catch (error) {
        throw located(error, { field: `default of ${plan.to.fullName}.${field.name}` });
      }
    }
  }
}

function hasProblem({ problem, fields }: RecordPlan): boolean {
  return problem !== null || fields.some(({ value }) => value !== null && isError(value));
}

/** Whether it cannot be read at all; what is deeper than a field does not count, as in Java. */
function isError(plan: ReadPlan): boolean {
  return plan.step === 'error' || (plan.step === 'record' && plan.problem !== null);
}

function resolveEnum(writer: AvroEnum, reader: AvroEnum): ReadPlan {
  if (writer.name !== reader.name) return namesDiffer(writer, reader);
  const known = new Set(reader.symbols);
  const fallback = reader.default !== null && known.has(reader.default) ? reader.default : null;
  const symbols = writer.symbols.map((symbol) => (known.has(symbol) ? symbol : fallback));
  return { step: 'enum', symbols, from: writer };
}

function resolveFixed(writer: AvroFixed, reader: AvroFixed): ReadPlan {
  if (writer.name !== reader.name) return namesDiffer(writer, reader);
  if (writer.size === reader.size) return { step: 'fixed', to: reader };
  return {
    step: 'error',
    problem: `${writer.fullName} of ${writer.size} bytes cannot be read as ${reader.size} bytes`,
  };
}

function namesDiffer(writer: AvroEnum | AvroFixed, reader: AvroEnum | AvroFixed): ReadPlan {
  return { step: 'error', problem: `${writer.fullName} cannot be read as ${reader.fullName}` };
}

const PROMOTIONS: Readonly<Record<AvroPrimitive['kind'], readonly AvroPrimitive['kind'][]>> = {
  null: [],
  boolean: [],
  int: ['long', 'float', 'double'],
  long: ['float', 'double'],
  float: ['double'],
  double: [],
  bytes: ['string'],
  string: ['bytes'],
};

function canPromote(writer: AvroPrimitive, reader: AvroPrimitive): boolean {
  return PROMOTIONS[writer.kind].includes(reader.kind);
}

function isPrimitive(schema: AvroSchema): schema is AvroPrimitive {
  return Object.hasOwn(PROMOTIONS, schema.kind);
}
