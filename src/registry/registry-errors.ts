/**
 * The one table of what the registry answers where an operation fails: HTTP status and Confluent's code.
 *
 * Invariant: a code's first three digits are its status, but for 409 as registries before 8.2 have it, so that a client
 * may go by either.
 */

/** An operation that failed; its body is `{"error_code": …, "message": …}`. */
export class RegistryError extends Error {
  override readonly name = 'RegistryError';
  /** HTTP status. */
  readonly status: number;
  /** Confluent's. */
  readonly errorCode: number;

  constructor(errorCode: number, message: string, options: { cause?: unknown } = {}) {
    super(message, options);
    this.errorCode = errorCode;
    this.status = errorCode < 1000 ? errorCode : Math.floor(errorCode / 100);
  }
}

/** Tells one from another failure; narrow further by the code. */
export function isRegistryError(error: unknown, errorCode?: number): error is RegistryError {
  return error instanceof RegistryError && (errorCode === undefined || error.errorCode === errorCode);
}

export function subjectNotFound(subject: string): RegistryError {
  return new RegistryError(40401, `Subject '${subject}' not found.`);
}

export function versionNotFound(version: number | string): RegistryError {
  return new RegistryError(40402, `Version ${version} not found.`);
}

export function schemaNotFound(what?: string): RegistryError {
  return new RegistryError(40403, what === undefined ? 'Schema not found' : `Schema ${what} not found`);
}

export function subjectSoftDeleted(subject: string): RegistryError {
  return new RegistryError(40404, `Subject '${subject}' was soft deleted. Set permanent=true to delete it for good.`);
}

export function subjectNotSoftDeleted(subject: string): RegistryError {
  return new RegistryError(40405, `Subject '${subject}' was not deleted first before being deleted permanently`);
}

export function versionSoftDeleted(subject: string, version: number): RegistryError {
  return new RegistryError(
    40406,
    `Subject '${subject}' Version ${version} was soft deleted. Set permanent=true to delete it for good.`,
  );
}

export function versionNotSoftDeleted(subject: string, version: number): RegistryError {
  return new RegistryError(
    40407,
    `Subject '${subject}' Version ${version} was not deleted first before being deleted permanently`,
  );
}

export function compatibilityNotConfigured(subject: string): RegistryError {
  return new RegistryError(40408, `Subject '${subject}' does not have subject-level compatibility configured`);
}

export function modeNotConfigured(subject: string): RegistryError {
  return new RegistryError(40409, `Subject '${subject}' does not have subject-level mode configured`);
}

export function associationNotFound(what: string): RegistryError {
  return new RegistryError(40410, `Association ${what} not found`);
}

/** 409 before 8.2, 40901 since. */
export function incompatibleSchema(message: string, compat: 7 | 8): RegistryError {
  return new RegistryError(compat === 7 ? 409 : 40901, message);
}

export function invalidSchema(message: string, cause?: unknown): RegistryError {
  return new RegistryError(42201, message, cause === undefined ? {} : { cause });
}

export function invalidVersion(version: string | number): RegistryError {
  return new RegistryError(
    42202,
    `The specified version '${version}' is not a valid version id. Allowed values are between [1, 2^31-1] and the string "latest"`,
  );
}

export function invalidCompatibilityLevel(level: string): RegistryError {
  return new RegistryError(
    42203,
    `'${level}' is no compatibility level. Valid values are none, backward, forward, full, backward_transitive, forward_transitive and full_transitive`,
  );
}

export function invalidCompatibilityPolicy(policy: string): RegistryError {
  return new RegistryError(
    42203,
    `'${policy}' is no compatibility policy. Valid values are strict, lenient and logical`,
  );
}

export function invalidMode(mode: string): RegistryError {
  return new RegistryError(
    42204,
    `'${mode}' is no mode. Valid values are READWRITE, READONLY, READONLY_OVERRIDE, IMPORT and FORWARD`,
  );
}

export function operationNotPermitted(message: string): RegistryError {
  return new RegistryError(42205, message);
}

export function referenceExists(what: string): RegistryError {
  return new RegistryError(42206, `One or more references exist to the schema ${what}.`);
}

export function idDoesNotMatch(message: string): RegistryError {
  return new RegistryError(42207, message);
}

export function invalidSubject(subject: string): RegistryError {
  return new RegistryError(42208, `The specified subject '${subject}' is not a valid subject.`);
}

export function schemaTooLarge(length: number, limit: number): RegistryError {
  return new RegistryError(42209, `The schema has ${length} characters; the registry takes ${limit} at most`);
}

export function invalidRuleSet(message: string): RegistryError {
  return new RegistryError(42210, message);
}

export function contextNotEmpty(context: string): RegistryError {
  return new RegistryError(42211, `The context '${context}' is not empty: it has subjects`);
}

export function storeError(message: string, cause?: unknown): RegistryError {
  return new RegistryError(50001, message, cause === undefined ? {} : { cause });
}

export function operationTimedOut(message: string, cause?: unknown): RegistryError {
  return new RegistryError(50002, message, cause === undefined ? {} : { cause });
}

export function forwardingFailed(message: string, cause?: unknown): RegistryError {
  return new RegistryError(50003, message, cause === undefined ? {} : { cause });
}

export function unknownLeader(message = 'No registry is known that takes writes'): RegistryError {
  return new RegistryError(50004, message);
}
