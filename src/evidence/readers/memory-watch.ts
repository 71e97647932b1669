import { readFile } from 'node:fs/promises';

const intervalMs = 50;
const pageBytes = 4_096;

/**
 * Calls `onExceeded` once when the resident memory of a process goes above the limit. V8's own heap
 * limit does not count buffers, and the limit on address space must leave room for what V8 reserves.
 * Without /proc (macOS) nothing is watched and those two remain.
 *
 * @returns stops watching
 */
export function watchMemory(pid: number, memoryMb: number, onExceeded: () => void): () => void {
  let stopped = false;
  const timer = setInterval(() => void look(), intervalMs);
  const stop = (): void => {
    stopped = true;
    clearInterval(timer);
  };
  const look = async (): Promise<void> => {
    const bytes = await residentBytes(pid);
    if (stopped || bytes <= memoryMb * 1024 * 1024) return;
    stop();
    onExceeded();
  };
  return stop;
}

// proc(5): the second number of statm is the resident set in pages. 0 when there is nothing to read.
async function residentBytes(pid: number): Promise<number> {
  try {
    const [, resident] = (await readFile(`/proc/${pid}/statm`, 'latin1')).split(' ');
    return Number(resident) * pageBytes;
  } catch {
    return 0;
  }
}
