export {
  compareFigures,
  likeWithLike,
  type DifferentMeasure,
  type MeasurePart,
} from './compare-figures.ts';
export {
  boundsProblem,
  type Figure,
  type FigureBounds,
  type FigureBoundsProblem,
} from './figure.ts';
export { parseFigureText, type FigureProblem, type FigureResult } from './figure-text.ts';
export { findFigureText } from './find-figure-text.ts';
export { formatFigure } from './format-figure.ts';
export { parseDuration } from './duration.ts';
export { durationWords } from './duration-words.ts';
export { findDurationText } from './find-duration-text.ts';
