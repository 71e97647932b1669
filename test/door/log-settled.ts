import { vi } from 'vitest';
import { logStatus } from '#log';
import type { Db } from '#platform/database';

/** Waits until the log has published all that waits: it writes by itself, whoever asks for a page. */
export async function logSettled(db: Db): Promise<void> {
  const settled = async () => {
    const { signed, published, waiting } = await logStatus(db);
    return waiting === 0 && signed > 0n && signed === published;
  };
  await vi.waitUntil(settled, { timeout: 30_000 });
}
