import { refuse } from './cli-refusal.ts';

/**
 * What is read from a file that an option names.
 *
 * @throws CliRefusal when it cannot be read.
 */
export async function reading<Value>(file: string, read: Promise<Value>): Promise<Value> {
  try {
    return await read;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOENT') refuse('file-not-found', {}, file);
    if (code === 'EISDIR') refuse('file-is-folder', {}, file);
    if (code === 'EACCES' || code === 'EPERM') refuse('file-unreadable', {}, file);
    throw error;
  }
}
