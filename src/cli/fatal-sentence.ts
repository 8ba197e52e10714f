/**
 * Turns what went wrong at the start into one sentence that says what and how to mend it. Whatever is not known here is
 * a bug and keeps its stack.
 */
import { isKafkaError } from '#kernel';

/** Null where the error is none that a user can mend. */
export function fatalSentence(error: unknown): string | null {
  if (isKafkaError(error)) return error.message;
  if (!(error instanceof Error) || !('code' in error)) return null;
  return systemSentence(error as NodeJS.ErrnoException & { readonly address?: string; readonly port?: number });
}

function systemSentence(
  error: NodeJS.ErrnoException & { readonly address?: string; readonly port?: number },
): string | null {
  const where = error.address === undefined ? `port ${error.port}` : `${bracketed(error.address)}:${error.port}`;
  switch (`${error.syscall} ${error.code}`) {
    case 'listen EADDRINUSE':
      return `${where} is in use by another program: stop that one, or give another address, for instance --listen localhost:${(error.port ?? 9092) + 1}`;
    case 'listen EACCES':
      return `${where} may not be opened by this user: give a port above 1023, for instance --listen localhost:9092`;
    case 'listen EADDRNOTAVAIL':
      return `${where} is no address of this machine: give one that is, for instance --listen localhost:9092`;
    case 'getaddrinfo ENOTFOUND':
    case 'getaddrinfo EAI_AGAIN':
      return `the host of a listener cannot be found (${error.message}): give one that resolves, for instance --listen localhost:9092`;
    default:
      return fileSentence(error);
  }
}

function fileSentence(error: NodeJS.ErrnoException): string | null {
  const { path } = error;
  if (path === undefined) return null;
  switch (error.code) {
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return `${path} cannot be read or written (${error.code}): make it writable for this user, or give another directory with --data`;
    case 'ENOENT':
      return `${path} does not exist: check the path`;
    case 'EISDIR':
      return `${path} is a directory where a file was expected: check the path`;
    case 'ENOTDIR':
    case 'EEXIST':
      return `${path} is not a directory: give one with --data`;
    case 'ENOSPC':
    case 'EDQUOT':
      return `there is no room left for ${path}: make some, or give another directory with --data`;
    default:
      return null;
  }
}

function bracketed(address: string): string {
  return address.includes(':') ? `[${address}]` : address;
}
