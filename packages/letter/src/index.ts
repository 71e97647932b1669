export { LetterFault, type LetterFaultCode } from './letter-fault.ts';
export {
  blockWords,
  hashLetterText,
  letterTextJson,
  letterWords,
  textLimits,
  type Block,
  type LetterText,
  type Mark,
  type Run,
} from './letter-text.ts';
export { normaliseBlocks, normaliseText } from './normalise-text.ts';
export { isLanguageTag, isTextHash, parseLetterText, readLetterText } from './parse-text.ts';
export {
  compareStructure,
  isSameShape,
  type StructureDifference,
  type StructurePlace,
} from './compare-structure.ts';
export { compareFigures, figuresIn, type FigureDifference } from './compare-figures.ts';
export {
  carryTranslation,
  piecesOf,
  type CarriedPiece,
  type TextPieces,
} from './translation-pieces.ts';
export { checkLetterDocument, type ProvenTexts } from './check-letter-document.ts';
export { readPlainForm, writePlainForm } from './plain-form.ts';
export {
  compareTexts,
  type ComparedLine,
  type ComparedWords,
  type LinePlace,
} from './compare-texts.ts';
export {
  appearances,
  classJson,
  classKey,
  readClass,
  type Appearance,
  type SignatureClass,
} from './signature-class.ts';
export { verifications, type Verification } from './verification.ts';
export {
  longestGuild,
  readRule,
  resolveWithheld,
  ruleJson,
  type NamedCounts,
  type WithheldGroup,
  type WithheldRule,
} from './withheld-rule.ts';
export {
  signatureCommitment,
  signatureFieldNames,
  type SignatureFields,
} from './signature-fields.ts';
export { formatRollLine, openClass, parseRollPart, type RollLine } from './roll-line.ts';
export {
  formatRollHead,
  mostPartLines,
  parseRollHead,
  type RollHead,
  type RollPart,
} from './roll-head.ts';
export type { ReadFile } from './roll-log.ts';
export {
  verifyRoll,
  type ProvenRoll,
  type RefusedRoll,
  type RollMember,
  type SignaturePlace,
} from './verify-roll.ts';
export { signatureLeaves } from './signature-leaf.ts';
export { recount, type LeafAt, type RecountOptions } from './recount.ts';
export { findWords, sentencesOf, wordsAt, type Sentence, type Stretch } from './sentences.ts';
export {
  parseSignatureReceipt,
  placeOfSignature,
  verifySignature,
  type ProvenSignature,
  type RefusedSignature,
  type SignatureReceipt,
} from './signature-receipt.ts';
