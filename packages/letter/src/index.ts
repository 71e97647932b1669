export { LetterFault, type LetterFaultCode } from './letter-fault.ts';
export {
  blockWords,
  hashLetterText,
  letterTextJson,
  textLimits,
  type Block,
  type LetterText,
  type Mark,
  type Run,
} from './letter-text.ts';
export { normaliseText } from './normalise-text.ts';
export { parseLetterText } from './parse-text.ts';
