/**
 * Small files that are replaced as a whole: written beside their place, synced, renamed, and the directory synced, so
 * that after a power loss either the old contents or the new stand there, never a part.
 */
import { isDiskError, type Disk } from '#kernel';

/** Kafka's suffix for a file being written; one found at start is left-over rubbish. */
const TEMPORARY_SUFFIX = '.tmp';

/** Durable when it resolves. Two writers of one path must take turns. */
export async function replaceFile(disk: Disk, path: string, contents: string | Uint8Array): Promise<void> {
  await writeWholeFile(disk, path + TEMPORARY_SUFFIX, contents);
  await disk.rename(path + TEMPORARY_SUFFIX, path);
  await disk.syncDirectory(directoryOf(path));
}

/** Creates or overwrites the file in place and syncs its contents; its name is for the caller to make durable. */
export async function writeWholeFile(disk: Disk, path: string, contents: string | Uint8Array): Promise<void> {
  const bytes = typeof contents === 'string' ? Buffer.from(contents, 'utf8') : contents;
  const file = await disk.openFile(path, 'create');
  try {
    await file.truncate(0);
    if (bytes.length > 0) await file.writev([bytes], 0);
    await file.datasync();
  } finally {
    await file.close();
  }
}

/** The file's bytes, or null where there is none. */
export async function readIfExists(disk: Disk, path: string): Promise<Buffer | null> {
  try {
    return await disk.readFile(path);
  } catch (error) {
    if (isDiskError(error, 'ENOENT')) return null;
    throw error;
  }
}

/** Creates a directory and its missing parents; durable when it resolves. */
export async function createDirectory(disk: Disk, path: string): Promise<void> {
  const missing: string[] = [];
  for (let one = path; (await disk.stat(one)) === null; one = directoryOf(one)) missing.unshift(one);
  await disk.makeDirectory(path);
  for (const one of missing) await disk.syncDirectory(directoryOf(one));
}

export function directoryOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash > 0 ? path.slice(0, slash) : slash === 0 ? '/' : '.';
}
