/**
 * Descriptors that protoc 35.1 made (`--descriptor_set_out`, its last file, in base64), with the texts that it made them of.
 * The name of the file is what differs from a registry's, which has none.
 */
export interface ProtocCase {
  readonly claim: string;
  readonly file: string;
  readonly text: string;
  readonly descriptor: string;
}

export const PROTOC_CASES: readonly ProtocCase[] = [
  {
    claim: 'every feature of proto2',
    file: 'p2.proto',
    text: [
      'syntax = "proto2";',
      'package a.b;',
      'import "google/protobuf/descriptor.proto";',
      'option java_package = "x.y"; option optimize_for = CODE_SIZE; option (fopt) = { a: 1, s: "q" r: [1,2] inner { k: -5 } };',
      'message Opt { optional int32 a = 1; optional string s = 2; repeated int32 r = 3 [packed = true]; optional Opt inner = 4; optional sint64 k = 5; }',
      'extend google.protobuf.FileOptions { optional Opt fopt = 50001; }',
      'extend google.protobuf.FieldOptions { optional Opt ffopt = 50002; repeated string names = 50003; optional E en = 50004; }',
      'enum E { option allow_alias = true; A = 0; B = 0x10 [deprecated = true]; C = -1; D = 0; reserved 4, 6 to 8; reserved "ZZ"; reserved -10 to -5; reserved 100 to max; }',
      'message M {',
      '  optional int32 a = 1 [default = -5, deprecated=true, json_name="q"];',
      '  optional group G = 2 { required string s = 1; repeated int32 r = 2 [packed=true]; }',
      '  extensions 100 to 200, 300, 400 to max;',
      '  reserved 5, 7 to 9; reserved "foo", "bar";',
      '  extend M { optional int32 zz = 101; }',
      '  oneof o { group H = 11 { optional int32 x = 1; } int32 k = 12; }',
      '  optional E e = 13 [default = B, (ffopt).inner.k = -7, (ffopt).a = 3, (names) = "x", (names) = "y", (en) = C];',
      '  optional float f = 14 [default = 1.5]; optional double d = 15 [default = 1e20]; optional double inf = 16 [default = -inf];',
      '  optional string s = 17 [default = "q\\n\\x41é"]; optional bytes by = 18 [default = "\\x00\\xffab\\"\'\\\\"]; optional bool bo = 19 [default = true];',
      '  optional float f2 = 30 [default = 0.1]; optional double d2 = 31 [default = 0.00001]; optional float f3 = 32 [default = 123456789]; optional double d3 = 33 [default = 1234567890123456789]; optional float f4 = 34 [default= 1e-7];  optional uint64 u = 35 [default = 18446744073709551615]; optional int64 i6 = 36 [default = -0x10]; optional double d4 = 37 [default=nan]; optional double d5 = 38 [default = 0.1];',
      '  map<string, M> mm = 20; map<int32, E> me = 21; message N1 { enum E { Z = 1; } optional E e = 1; optional .a.b.E e2 = 2; optional b.M m = 3; }',
      '  optional N1 n = 22; optional N1.E ne = 23;',
      '}',
      'extend M { optional string e1 = 102; repeated group GG = 120 { optional int32 q = 1; } }',
      'service S { option deprecated = true; rpc A (M) returns (stream M); rpc B (stream M) returns (a.b.M) { option deprecated = true; option idempotency_level = IDEMPOTENT; } }',
      '',
    ].join('\n'),
    descriptor:
      'CghwMi5wcm90bxIDYS5iGiBnb29nbGUvcHJvdG9idWYvZGVzY3JpcHRvci5wcm90byJhCgNPcHQSDAoBYRgBIAEoBVIBYRIMCgFzGAIgASgJ' +
      'UgFzEhAKAXIYAyADKAVCAhABUgFyEh4KBWlubmVyGAQgASgLMgguYS5iLk9wdFIFaW5uZXISDAoBaxgFIAEoElIBayLhBwoBTRIUCgFhGAEg' +
      'ASgFOgItNUICGAFSAXESFgoBZxgCIAEoCjIILmEuYi5NLkdSAWcSGAoBaBgLIAEoCjIILmEuYi5NLkhIAFIBaBIOCgFrGAwgASgFSABSAWsS' +
      'OgoBZRgNIAEoDjIGLmEuYi5FOgFCQiGStRgGCAMiAigNmrUYAXiatRgBeaC1GP///////////wFSAWUSEQoBZhgOIAEoAjoDMS41UgFmEhMK' +
      'AWQYDyABKAE6BTFlKzIwUgFkEhYKA2luZhgQIAEoAToELWluZlIDaW5mEhMKAXMYESABKAk6BXEKQcOpUgFzEiAKAmJ5GBIgASgMOhBcMDAw' +
      'XDM3N2FiXCJcJ1xcUgJieRIUCgJibxgTIAEoCDoEdHJ1ZVICYm8SEwoCZjIYHiABKAI6AzAuMVICZjISFQoCZDIYHyABKAE6BTFlLTA1UgJk' +
      'MhIZCgJmMxggIAEoAjoJMTIzNDU2NzkyUgJmMxImCgJkMxghIAEoAToWMS4yMzQ1Njc4OTAxMjM0NTY4ZSsxOFICZDMSFQoCZjQYIiABKAI6' +
      'BTFlLTA3UgJmNBIiCgF1GCMgASgEOhQxODQ0Njc0NDA3MzcwOTU1MTYxNVIBdRITCgJpNhgkIAEoAzoDLTE2UgJpNhITCgJkNBglIAEoAToD' +
      'bmFuUgJkNBITCgJkNRgmIAEoAToDMC4xUgJkNRIeCgJtbRgUIAMoCzIOLmEuYi5NLk1tRW50cnlSAm1tEh4KAm1lGBUgAygLMg4uYS5iLk0u' +
      'TWVFbnRyeVICbWUSFwoBbhgWIAEoCzIJLmEuYi5NLk4xUgFuEhsKAm5lGBcgASgOMgsuYS5iLk0uTjEuRVICbmUaIwoBRxIMCgFzGAEgAigJ' +
      'UgFzEhAKAXIYAiADKAVCAhABUgFyGhEKAUgSDAoBeBgBIAEoBVIBeBo9CgdNbUVudHJ5EhAKA2tleRgBIAEoCVIDa2V5EhwKBXZhbHVlGAIg' +
      'ASgLMgYuYS5iLk1SBXZhbHVlOgI4ARo9CgdNZUVudHJ5EhAKA2tleRgBIAEoBVIDa2V5EhwKBXZhbHVlGAIgASgOMgYuYS5iLkVSBXZhbHVl' +
      'OgI4ARpZCgJOMRIZCgFlGAEgASgOMgsuYS5iLk0uTjEuRVIBZRIWCgJlMhgCIAEoDjIGLmEuYi5FUgJlMhIUCgFtGAMgASgLMgYuYS5iLk1S' +
      'AW0iCgoBRRIFCgFaEAEqBQhkEMkBKgYIrAIQrQIqCQiQAxCAgICAAjIWCgJ6ehIGLmEuYi5NGGUgASgFUgJ6ekIDCgFvSgQIBRAGSgQIBxAK' +
      'UgNmb29SA2JhciISCgJHRxIMCgFxGAEgASgFUgFxKmIKAUUSBQoBQRAAEgkKAUIQEBoCCAESDgoBQxD///////////8BEgUKAUQQABoCEAEi' +
      'BAgEEAQiBAgGEAgiFgj2//////////8BEPv//////////wEiCAhkEP////8HKgJaWjI+CgFTEhUKAUESBi5hLmIuTRoGLmEuYi5NMAESHQoB' +
      'QhIGLmEuYi5NGgYuYS5iLk0iBogCAZACAigBGgOIAgE6PAoEZm9wdBIcLmdvb2dsZS5wcm90b2J1Zi5GaWxlT3B0aW9ucxjRhgMgASgLMggu' +
      'YS5iLk9wdFIEZm9wdDo/CgVmZm9wdBIdLmdvb2dsZS5wcm90b2J1Zi5GaWVsZE9wdGlvbnMY0oYDIAEoCzIILmEuYi5PcHRSBWZmb3B0OjUK' +
      'BW5hbWVzEh0uZ29vZ2xlLnByb3RvYnVmLkZpZWxkT3B0aW9ucxjThgMgAygJUgVuYW1lczo3CgJlbhIdLmdvb2dsZS5wcm90b2J1Zi5GaWVs' +
      'ZE9wdGlvbnMY1IYDIAEoDjIGLmEuYi5FUgJlbjoWCgJlMRIGLmEuYi5NGGYgASgJUgJlMTofCgJnZxIGLmEuYi5NGHggAygKMgcuYS5iLkdH' +
      'UgJnZ0IYCgN4LnlIAoq1GA0IARIBcRoCAQIiAigJ',
  },
  {
    claim: 'every feature of proto3',
    file: 'p3.proto',
    text: [
      'syntax = "proto3";',
      'package x;',
      'import public "google/protobuf/timestamp.proto";',
      'import "google/protobuf/wrappers.proto";',
      'message A { optional int32 a_b_c = 1; oneof c { string s = 2; B b = 3; } optional string _x = 4; repeated int32 r = 5 [packed = false]; repeated E es = 6;',
      ' map<string, google.protobuf.Timestamp> foo_bar = 7; message B { A a = 1; bytes z = 2; } google.protobuf.Int32Value w = 8; optional B ob = 9; string Up_Case_9x = 10; double tail_ = 11; }',
      'enum E { E_UNSPECIFIED = 0; E_ONE = 1; }',
      'message Empty {}',
      '',
    ].join('\n'),
    descriptor:
      'CghwMy5wcm90bxIBeBofZ29vZ2xlL3Byb3RvYnVmL3RpbWVzdGFtcC5wcm90bxoeZ29vZ2xlL3Byb3RvYnVmL3dyYXBwZXJzLnByb3RvIsED' +
      'CgFBEhcKBWFfYl9jGAEgASgFSAFSA2FCQ4gBARIOCgFzGAIgASgJSABSAXMSFgoBYhgDIAEoCzIGLnguQS5CSABSAWISEgoCX3gYBCABKAlI' +
      'AlIBWIgBARIQCgFyGAUgAygFQgIQAFIBchIUCgJlcxgGIAMoDjIELnguRVICZXMSKQoHZm9vX2JhchgHIAMoCzIQLnguQS5Gb29CYXJFbnRy' +
      'eVIGZm9vQmFyEikKAXcYCCABKAsyGy5nb29nbGUucHJvdG9idWYuSW50MzJWYWx1ZVIBdxIbCgJvYhgJIAEoCzIGLnguQS5CSANSAm9iiAEB' +
      'EhwKClVwX0Nhc2VfOXgYCiABKAlSCFVwQ2FzZTl4EhMKBXRhaWxfGAsgASgBUgR0YWlsGlUKC0Zvb0JhckVudHJ5EhAKA2tleRgBIAEoCVID' +
      'a2V5EjAKBXZhbHVlGAIgASgLMhouZ29vZ2xlLnByb3RvYnVmLlRpbWVzdGFtcFIFdmFsdWU6AjgBGiUKAUISEgoBYRgBIAEoCzIELnguQVIB' +
      'YRIMCgF6GAIgASgMUgF6QgMKAWNCCAoGX2FfYl9jQgUKA1hfeEIFCgNfb2IiBwoFRW1wdHkqIQoBRRIRCg1FX1VOU1BFQ0lGSUVEEAASCQoF' +
      'RV9PTkUQAVAAYgZwcm90bzM=',
  },
  {
    claim: 'features of an edition',
    file: 'ed.proto',
    text: [
      'edition = "2023";',
      'package ed;',
      'option features.field_presence = IMPLICIT;',
      'message A { string a = 1; string b = 2 [features.field_presence = EXPLICIT]; repeated int32 r = 3 [features.repeated_field_encoding = EXPANDED]; A c = 4 [features.message_encoding = DELIMITED]; map<string, A> m = 5; E e = 6 [features.field_presence = EXPLICIT]; reserved foo, bar; extensions 100 to 199; option features.json_format = LEGACY_BEST_EFFORT; }',
      'enum E { option features.enum_type = CLOSED; X = 1; }',
      '',
    ].join('\n'),
    descriptor:
      'CghlZC5wcm90bxICZWQi4wEKAUESDAoBYRgBIAEoCVIBYRITCgFiGAIgASgJQgWqAQIIAVIBYhITCgFyGAMgAygFQgWqAQIYAlIBchIaCgFj' +
      'GAQgASgLMgUuZWQuQUIFqgECKAJSAWMSGgoBbRgFIAMoCzIMLmVkLkEuTUVudHJ5UgFtEhoKAWUYBiABKA4yBS5lZC5FQgWqAQIIAVIBZRo7' +
      'CgZNRW50cnkSEAoDa2V5GAEgASgJUgNrZXkSGwoFdmFsdWUYAiABKAsyBS5lZC5BUgV2YWx1ZToCOAEqBQhkEMgBOgRiAjACUgNmb29SA2Jh' +
      'cioQCgFFEgUKAVgQARoEOgIQAkIFkgMCCAJiCGVkaXRpb25zcOgH',
  },
  {
    claim: 'a random text, 0',
    file: 'r0.proto',
    text: [
      'syntax = "proto3"; // why not',
      'package some.where;',
      'import "google/protobuf/timestamp.proto";',
      'option java_package = "a\\n\\x41\\\'b" "c";',
      'enum Enum1 { reserved 100, 200 to max; VALUE2 = 0; }',
      '',
    ].join('\n'),
    descriptor:
      'CghyMC5wcm90bxIKc29tZS53aGVyZRofZ29vZ2xlL3Byb3RvYnVmL3RpbWVzdGFtcC5wcm90byokCgVFbnVtMRIKCgZWQUxVRTIQACIECGQQ' +
      'ZCIJCMgBEP////8HQggKBmEKQSdiY2IGcHJvdG8z',
  },
  {
    claim: 'a random text, 3',
    file: 'r3.proto',
    text: [
      'syntax = "proto3"; package some.where; /* {;" */ import "google/protobuf/timestamp.proto"; option java_package = "a\\n\\x41\\\'b" "c";\t message Message1\t {string some_field3\t =\t 4 [json_name = "x2", deprecated=false]; /* {;" */ reserved 7, 8 to 9; /* {;" */ reserved "gone4";\t option deprecated = true;',
      '} message Message5\t {reserved 2, 3 to 6;\t reserved "gone6"; /* {;" */ option deprecated = true; } // why not',
      'enum Enum7 { reserved 100, 200 to max; VALUE8 = 0; }\r',
      '',
    ].join('\n'),
    descriptor:
      'CghyMy5wcm90bxIKc29tZS53aGVyZRofZ29vZ2xlL3Byb3RvYnVmL3RpbWVzdGFtcC5wcm90byI+CghNZXNzYWdlMRIbCgtzb21lX2ZpZWxk' +
      'MxgEIAEoCUICGABSAngyOgIYAUoECAcQCEoECAgQClIFZ29uZTQiIQoITWVzc2FnZTU6AhgBSgQIAhADSgQIAxAHUgVnb25lNiokCgVFbnVt' +
      'NxIKCgZWQUxVRTgQACIECGQQZCIJCMgBEP////8HQggKBmEKQSdiY2IGcHJvdG8z',
  },
  {
    claim: 'a random text, 4',
    file: 'r4.proto',
    text: [
      'syntax = "proto2"; // why not',
      'package some.where; // why not',
      'import "google/protobuf/timestamp.proto";\r',
      'option java_package = "a\\n\\x41\\\'b" "c"; // why not',
      'message Message1',
      '{oneof one2 { bool field4\t = /* {;" */ 2 [deprecated = true]; .google.protobuf.Timestamp field6 /* {;" */ = 5 [deprecated = true]; } // why not',
      'reserved 7, 9 to 11; // why not',
      'reserved "gone7";\r',
      '} // why not',
      'message Message8\r',
      '{required string aB_c10\t = /* {;" */ 3; // why not',
      'reserved 4, 6 to 8; /* {;" */ reserved "gone11"; /* {;" */ }',
      'message Message12\r',
      '{reserved 2, 4 to 6;\t reserved "gone13"; } /* {;" */ enum Enum14 { reserved 100, 200 to max; VALUE15 = 0; }\t ',
    ].join('\n'),
    descriptor:
      'CghyNC5wcm90bxIKc29tZS53aGVyZRofZ29vZ2xlL3Byb3RvYnVmL3RpbWVzdGFtcC5wcm90byJ9CghNZXNzYWdlMRIcCgZmaWVsZDQYAiAB' +
      'KAhCAhgBSABSBmZpZWxkNBI4CgZmaWVsZDYYBSABKAsyGi5nb29nbGUucHJvdG9idWYuVGltZXN0YW1wQgIYAUgAUgZmaWVsZDZCBgoEb25l' +
      'MkoECAcQCEoECAkQDFIFZ29uZTciNQoITWVzc2FnZTgSFQoGYUJfYzEwGAMgAigJUgVhQkMxMEoECAQQBUoECAYQCVIGZ29uZTExIh8KCU1l' +
      'c3NhZ2UxMkoECAIQA0oECAQQB1IGZ29uZTEzKiYKBkVudW0xNBILCgdWQUxVRTE1EAAiBAhkEGQiCQjIARD/////B0IICgZhCkEnYmM=',
  },
  {
    claim: 'a random text, 5',
    file: 'r5.proto',
    text: [
      'syntax = "proto3";\r',
      'package some.where;\r',
      'import "google/protobuf/timestamp.proto";\r',
      'option java_package = "a\\n\\x41\\\'b" "c";\r',
      'message Message1 // why not',
      '{message Message2 // why not',
      '{oneof one3 { fixed32 some_field5 /* {;" */ =\t 4; uint32 field7\t =\t 7; } /* {;" */ repeated float field9 = /* {;" */ 9 [deprecated = true]; /* {;" */ Message2 some_field11 /* {;" */ = 12; oneof one12 { Message2 some_field14',
      '= // why not',
      '13 [json_name = "x13", deprecated=false]; bool field16\t =\r',
      '14 [json_name = "x15", deprecated=false]; }\t reserved 17, 20 to 23; reserved "gone17";\r',
      '}\t oneof one18 { int32 aB_c20',
      '= // why not',
      '3; google.protobuf.Timestamp some_field22 = /* {;" */ 5; } /* {;" */ }',
      'enum Enum23 { reserved 100, 200 to max; VALUE24 = 0; }',
      'message Message25\r',
      '{map<int32,bool> map_of26 = 4;\r',
      'oneof one27 { bool aB_c29\r',
      '=\r',
      '6; fixed32 aB_c31',
      '= // why not',
      '8 [json_name = "x30", deprecated=false]; } // why not',
      'oneof one32 { Message25 some_field34 = /* {;" */ 10 [json_name = "x33", deprecated=false]; Message25 some_field36 /* {;" */ = /* {;" */ 13 [json_name = "x35", deprecated=false]; } // why not',
      'optional Enum23 aB_c38',
      '= // why not',
      '14 [deprecated = true]; // why not',
      'oneof one39 { int64 field41\r',
      '= 17; .google.protobuf.Timestamp aB_c43\t = 20; } // why not',
      '}',
      '',
    ].join('\n'),
    descriptor:
      'CghyNS5wcm90bxIKc29tZS53aGVyZRofZ29vZ2xlL3Byb3RvYnVmL3RpbWVzdGFtcC5wcm90byKWAwoITWVzc2FnZTESFwoGYUJfYzIwGAMg' +
      'ASgFSABSBWFCQzIwEj8KDHNvbWVfZmllbGQyMhgFIAEoCzIaLmdvb2dsZS5wcm90b2J1Zi5UaW1lc3RhbXBIAFILc29tZUZpZWxkMjIapgIK' +
      'CE1lc3NhZ2UyEiEKC3NvbWVfZmllbGQ1GAQgASgHSABSCnNvbWVGaWVsZDUSGAoGZmllbGQ3GAcgASgNSABSBmZpZWxkNxIaCgZmaWVsZDkY' +
      'CSADKAJCAhgBUgZmaWVsZDkSQAoMc29tZV9maWVsZDExGAwgASgLMh0uc29tZS53aGVyZS5NZXNzYWdlMS5NZXNzYWdlMlILc29tZUZpZWxk' +
      'MTESPgoMc29tZV9maWVsZDE0GA0gASgLMh0uc29tZS53aGVyZS5NZXNzYWdlMS5NZXNzYWdlMkICGABIAVIDeDEzEhoKB2ZpZWxkMTYYDiAB' +
      'KAhCAhgASAFSA3gxNUIGCgRvbmUzQgcKBW9uZTEySgQIERASSgQIFBAYUgZnb25lMTdCBwoFb25lMTgi1QMKCU1lc3NhZ2UyNRI9CghtYXBf' +
      'b2YyNhgEIAMoCzIiLnNvbWUud2hlcmUuTWVzc2FnZTI1Lk1hcE9mMjZFbnRyeVIHbWFwT2YyNhIXCgZhQl9jMjkYBiABKAhIAFIFYUJDMjkS' +
      'GQoGYUJfYzMxGAggASgHQgIYAEgAUgN4MzASNgoMc29tZV9maWVsZDM0GAogASgLMhUuc29tZS53aGVyZS5NZXNzYWdlMjVCAhgASAFSA3gz' +
      'MxI2Cgxzb21lX2ZpZWxkMzYYDSABKAsyFS5zb21lLndoZXJlLk1lc3NhZ2UyNUICGABIAVIDeDM1EjIKBmFCX2MzOBgOIAEoDjISLnNvbWUu' +
      'd2hlcmUuRW51bTIzQgIYAUgDUgVhQkMzOIgBARIaCgdmaWVsZDQxGBEgASgDSAJSB2ZpZWxkNDESMwoGYUJfYzQzGBQgASgLMhouZ29vZ2xl' +
      'LnByb3RvYnVmLlRpbWVzdGFtcEgCUgVhQkM0Mxo6CgxNYXBPZjI2RW50cnkSEAoDa2V5GAEgASgFUgNrZXkSFAoFdmFsdWUYAiABKAhSBXZh' +
      'bHVlOgI4AUIHCgVvbmUyN0IHCgVvbmUzMkIHCgVvbmUzOUIJCgdfYUJfYzM4KiYKBkVudW0yMxILCgdWQUxVRTI0EAAiBAhkEGQiCQjIARD/' +
      '////B0IICgZhCkEnYmNiBnByb3RvMw==',
  },
  {
    claim: 'a random text, 7',
    file: 'r7.proto',
    text: [
      'syntax = "proto2"; /* {;" */ import "google/protobuf/timestamp.proto";\t enum Enum1 { reserved 100, 200 to max; VALUE2 = 0; } // why not',
      'enum Enum3 { reserved 100, 200 to max; VALUE4 = 0; }',
      '',
    ].join('\n'),
    descriptor:
      'CghyNy5wcm90bxofZ29vZ2xlL3Byb3RvYnVmL3RpbWVzdGFtcC5wcm90byokCgVFbnVtMRIKCgZWQUxVRTIQACIECGQQZCIJCMgBEP////8H' +
      'KiQKBUVudW0zEgoKBlZBTFVFNBAAIgQIZBBkIgkIyAEQ/////wc=',
  },
  {
    claim: 'a random text, 8',
    file: 'r8.proto',
    text: [
      'syntax = "proto2"; import "google/protobuf/timestamp.proto"; /* {;" */ message Message1\r',
      '{optional bytes aB_c3',
      '=\t 2 [json_name = "x2", deprecated=false]; /* {;" */ required double aB_c5',
      '= // why not',
      '5; /* {;" */ message Message6 {required Message6 field8 /* {;" */ = /* {;" */ 4 [json_name = "x7", deprecated=false]; /* {;" */ reserved 7, 8 to 9; /* {;" */ reserved "gone9"; extensions 1010 to max; /* {;" */ option deprecated = true;\r',
      '} /* {;" */ required bool aB_c11 // why not',
      '= 7;\r',
      'reserved 8, 9 to 11; // why not',
      'reserved "gone12";\r',
      '}\t enum Enum13 { reserved 100, 200 to max; VALUE14 = 0; } enum Enum15 { reserved 100, 200 to max; VALUE16 = 0; } enum Enum17 { reserved 100, 200 to max; VALUE18 = 0;\t VALUE19 = -5;\t VALUE20 = 16;\t VALUE21 = 7; }\t ',
    ].join('\n'),
    descriptor:
      'CghyOC5wcm90bxofZ29vZ2xlL3Byb3RvYnVmL3RpbWVzdGFtcC5wcm90byK7AQoITWVzc2FnZTESFQoFYUJfYzMYAiABKAxCAhgAUgJ4MhIT' +
      'CgVhQl9jNRgFIAIoAVIEYUJDNRIVCgZhQl9jMTEYByACKAhSBWFCQzExGlgKCE1lc3NhZ2U2EioKBmZpZWxkOBgEIAIoCzISLk1lc3NhZ2Ux' +
      'Lk1lc3NhZ2U2QgIYAFICeDcqCQjyBxCAgICAAjoCGAFKBAgHEAhKBAgIEApSBWdvbmU5SgQICBAJSgQICRAMUgZnb25lMTIqJgoGRW51bTEz' +
      'EgsKB1ZBTFVFMTQQACIECGQQZCIJCMgBEP////8HKiYKBkVudW0xNRILCgdWQUxVRTE2EAAiBAhkEGQiCQjIARD/////BypWCgZFbnVtMTcS' +
      'CwoHVkFMVUUxOBAAEhQKB1ZBTFVFMTkQ+///////////ARILCgdWQUxVRTIwEBASCwoHVkFMVUUyMRAHIgQIZBBkIgkIyAEQ/////wc=',
  },
];
