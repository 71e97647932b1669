export {
  defaultLocale,
  direction,
  isLocale,
  locales,
  nativeName,
  negotiateLocale,
  type Locale,
} from './locale.ts';
export {
  asciiDigits,
  formatList,
  formatNumber,
  listParts,
  localDigits,
  type ListKind,
} from './numbers.ts';
export {
  createTranslator,
  type Catalog,
  type MessageParams,
  type RichParams,
  type Translator,
} from './translator.ts';
export { parseMessage, type MessageElement } from './message-element.ts';
export {
  directionName,
  invisibleIn,
  turnsDirection,
  withoutInvisible,
  type Invisible,
} from './invisible.ts';
export { foldForSearch, standsIn } from './fold-for-search.ts';
export { textDirection } from './text-direction.ts';
export { soundKeys } from './sound-keys.ts';
export {
  codePointLength,
  codePointOffset,
  sliceByCodePoints,
  utf16Offset,
} from './text-offsets.ts';
