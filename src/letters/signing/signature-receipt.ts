import type { JsonValue } from '@countersign/proof';
import { entryReceipt, privateReceipt, shownSuccessions, type TreeFiles } from '#log';
import type { Db } from '#platform/database';
import { findSignature } from './signer-link.ts';
import type { LetterSealer } from './signer-keys.ts';

/**
 * The receipt by which a signer shows that the log has their signature, and under which words
 * (spec/signature.md, "Receipts").
 *
 * @returns undefined until the checkpoint that covers it is published.
 * @throws LetterRefusal `signature-link`.
 */
export async function signatureReceipt(
  db: Db,
  sealer: LetterSealer,
  files: TreeFiles,
  link: string,
): Promise<JsonValue | undefined> {
  const { entry, uid, versionId } = await findSignature(db, sealer, link);
  const [signature, successions, { text }] = await Promise.all([
    entry === null ? privateReceipt(db, files, uid) : entryReceipt(db, files, entry),
    shownSuccessions(db),
    db
      .selectFrom('letter_version')
      .select('text')
      .where('id', '=', versionId)
      .executeTakeFirstOrThrow(),
  ]);
  return signature && { v: 1, text, signature, successions };
}
