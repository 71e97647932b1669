// A face of its own: what draws is large, and no page in a browser may reach it.
export { labelLocale } from './letter-labels.ts';
export { buildPressKit, cardOf, type PressLetter, type PressWords } from './press-kit.ts';
