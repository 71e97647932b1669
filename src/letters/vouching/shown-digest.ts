import { createHash } from 'node:crypto';
import { canonicalJson } from '@countersign/proof';
import type { SignerPerson } from '../signing/sign-form.ts';

type Lines = Pick<SignerPerson, 'name' | 'credit' | 'country' | 'affiliation'>;

/** What a voucher is shown of somebody, in one short text: whoever changes a line of it is vouched for anew. */
export function shownDigest({ name, credit, country, affiliation }: Lines): string {
  return createHash('sha256')
    .update(canonicalJson({ name, credit, country, affiliation }))
    .digest('base64url');
}
