import { checkLetterDocument, LetterFault, type ProvenTexts } from '@countersign/letter';
import { ProofError, type HashProvider, type JsonValue } from '@countersign/proof';
import { DossierFault } from './dossier-fault.ts';

/**
 * Checks what a letter's edition says of its own texts.
 *
 * @param member where the document is.
 * @returns undefined of what is no letter.
 * @throws DossierFault at the member.
 */
export function checkTexts(
  provider: HashProvider,
  document: JsonValue,
  member: string,
): ProvenTexts | undefined {
  try {
    return checkLetterDocument(provider, document);
  } catch (error) {
    if (error instanceof LetterFault || error instanceof ProofError) {
      throw new DossierFault(error.code, member, error.message);
    }
    throw error;
  }
}
