import type { MeasuredValue } from '../reading/figure-groups.ts';

/** One figure as a bar; positions are shares of the width, 0 to 1, from where reading starts. */
export interface FigureBar {
  /** Of the value it draws. */
  readonly uid: string;
  readonly from: number;
  readonly to: number;
  /** No upper bound was given: the bar runs on. */
  readonly openEnd: boolean;
  /** No lower bound was given: the bar starts at nothing. */
  readonly openStart: boolean;
  /** The number itself is not included ("more than"). */
  readonly strictFrom: boolean;
  readonly strictTo: boolean;
  readonly approximate: boolean;
}

export interface FigureTick {
  readonly at: number;
  readonly value: number;
}

export interface FigureChart {
  readonly bars: readonly FigureBar[];
  readonly ticks: readonly FigureTick[];
}

/**
 * Lays out figures as bars on one scale, which all groups share. Like stands beside like in one
 * chart; groups that count different things get charts of their own.
 *
 * @returns a chart for each group, in order.
 */
export function drawFigures(groups: readonly (readonly MeasuredValue[])[]): FigureChart[] {
  const bounds = groups.flat().flatMap(({ measure }) => [measure.lower ?? 0, measure.upper ?? 0]);
  const { step, top } = scaleFor(Math.max(1, ...bounds));
  const ticks = Array.from({ length: Math.round(top / step) + 1 }, (_, position) => ({
    at: (position * step) / top,
    value: position * step,
  }));
  return groups.map((group) => ({ bars: group.map((one) => barOf(one, top)), ticks }));
}

function barOf({ value, measure }: MeasuredValue, top: number): FigureBar {
  const { lower, upper } = measure;
  return {
    uid: value.uid,
    from: (lower ?? 0) / top,
    to: upper === undefined ? 1 : upper / top,
    openEnd: upper === undefined,
    openStart: lower === undefined,
    strictFrom: measure.lowerStrict === true,
    strictTo: measure.upperStrict === true,
    approximate: measure.approximate === true,
  };
}

/** Steps that people count in, at most five of them, with room to the right for open ends. */
function scaleFor(highest: number): { readonly step: number; readonly top: number } {
  const wanted = (highest * 1.15) / 5;
  const magnitude = 10 ** Math.floor(Math.log10(Math.max(1, wanted)));
  const step =
    [1, 2, 5, 10].map((one) => one * magnitude).find((one) => one >= wanted) ?? magnitude * 10;
  return { step, top: Math.ceil((highest * 1.15) / step) * step };
}
