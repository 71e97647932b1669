import { may, type Actor } from '#accounts';
import { isKeepable } from '#platform/database';
import { LetterRefusal, type LetterCode } from './letter-refusal.ts';

/** What a second person says of a proposal. */
export interface LetterVerdict {
  readonly approve: boolean;
  /** Why; a refusal says it. */
  readonly comment: string;
  /** The instance is run by one person. */
  readonly singlePerson?: boolean;
}

/** A proposal that is held for its decision. */
export interface HeldProposal {
  readonly scopeId: number;
  readonly authorId: string;
  readonly state: string;
}

/**
 * Judges whether somebody may say this of what another person proposed.
 *
 * @param codes of refusals: for who decides on their own, and for what was decided before.
 * @returns the comment as it is kept.
 * @throws LetterRefusal with these; `not-allowed`, `bad-characters`; `letter-comment-missing` for a refusal
 * that does not say why.
 */
export function judgeVerdict(
  actor: Actor,
  { scopeId, authorId, state }: HeldProposal,
  { approve, comment, singlePerson = false }: LetterVerdict,
  codes: { readonly own: LetterCode; readonly decided: LetterCode },
): string {
  if (!may(actor, 'letter.decide', { scopeId, authorId, singlePerson })) {
    throw new LetterRefusal({ code: authorId === actor.accountId ? codes.own : 'not-allowed' });
  }
  if (state !== 'proposed') throw new LetterRefusal({ code: codes.decided });
  const said = comment.trim();
  if (said.length > 5_000 || !isKeepable(said)) {
    throw new LetterRefusal({ code: 'bad-characters', field: 'comment' });
  }
  if (!approve && said === '') {
    throw new LetterRefusal({ code: 'letter-comment-missing', field: 'comment' });
  }
  return said;
}
