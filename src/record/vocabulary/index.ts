export {
  countryCodes,
  countryName,
  findCountry,
  isCountryCode,
  languageName,
  parseLanguageTag,
} from './countries-and-languages.ts';
export {
  identifierAddress,
  identifierSchemes,
  parseIdentifier,
  printedIsni,
  type IdentifierProblem,
  type IdentifierResult,
  type IdentifierScheme,
} from './identifiers.ts';
export { kind, kindCodes, kinds, type Kind, type KindCode } from './kinds.ts';
export { inLocale, label, labelLocales, type LabelLocale, type Labels } from './labels.ts';
export {
  properties,
  propertiesOf,
  propertiesPointingAt,
  property,
  type PropertyCode,
} from './properties.ts';
export {
  resolutionRules,
  type Property,
  type ResolutionRule,
  type ValueSpec,
  type ValueType,
} from './property.ts';
export { otherWords } from './other-words.ts';
export {
  custodyStates,
  milestone,
  type CustodyState,
  type MilestoneTerm,
} from './terms/milestones.ts';
export { term, vocabularies, vocabulary, widerTerms } from './vocabularies.ts';
export { vocabularyCodes, type Term, type Vocabulary, type VocabularyCode } from './vocabulary.ts';
