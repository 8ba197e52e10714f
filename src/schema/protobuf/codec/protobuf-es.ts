/** protobuf-es, loaded with the first message: who has no Protobuf does not wait for it. */
import { createRequire } from 'node:module';
import type * as ProtobufEs from '@bufbuild/protobuf';
import type * as WellKnown from '@bufbuild/protobuf/wkt';

let library: typeof ProtobufEs | null = null;
let wellKnown: typeof WellKnown | null = null;

export function protobufEs(): typeof ProtobufEs {
  return (library ??= createRequire(import.meta.url)('@bufbuild/protobuf') as typeof ProtobufEs);
}

export function protobufEsWellKnown(): typeof WellKnown {
  return (wellKnown ??= createRequire(import.meta.url)('@bufbuild/protobuf/wkt') as typeof WellKnown);
}
