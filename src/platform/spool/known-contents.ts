import { createHmac, randomBytes } from 'node:crypto';

/** Which contents wait already. */
export interface KnownContents {
  /**
   * Writes a content, unless it waits or is being written; then this resolves when that is done.
   *
   * @param sameAs by which it is known again.
   * @param name under which it is forgotten.
   */
  once(sameAs: string, name: string, write: () => Promise<void>): Promise<void>;
  forget(name: string): void;
}

/** Contents are hashed under a key of this process: they are not in memory for as long as they wait. */
export function knownContents(): KnownContents {
  const key = randomBytes(32);
  const kept = new Map<string, Promise<void>>();
  const marks = new Map<string, string>();
  return {
    async once(sameAs, name, write) {
      const mark = createHmac('sha256', key).update(sameAs).digest('base64');
      const before = kept.get(mark);
      // A second click waits until the first is durable.
      if (before !== undefined) return before;
      const writing = write();
      kept.set(mark, writing);
      marks.set(name, mark);
      try {
        await writing;
      } catch (error) {
        kept.delete(mark);
        marks.delete(name);
        throw error;
      }
    },
    forget(name) {
      const mark = marks.get(name);
      if (mark !== undefined) kept.delete(mark);
      marks.delete(name);
    },
  };
}
