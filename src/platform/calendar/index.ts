export { boundsOf, compareEdtf, type EdtfBounds, type EdtfOrder } from './bounds.ts';
export { type CalendarName } from './day.ts';
export { type DatePrecision } from './edtf-date.ts';
export {
  parseEdtf,
  type Edtf,
  type EdtfProblem,
  type EdtfProblemCode,
  type EdtfResult,
} from './edtf.ts';
export { formatEdtf, type FormatEdtfOptions } from './format-edtf.ts';
export {
  parseHumanDate,
  type DateReading,
  type HumanDateOptions,
  type HumanDateProblem,
  type HumanDateProblemCode,
  type HumanDateResult,
} from './human-date.ts';
