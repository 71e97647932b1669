import type { LineProblem } from '#letters/form';

interface Problem {
  readonly line: number;
  readonly code: LineProblem;
}

/** Lines one after another, both included. */
export interface LineRange {
  readonly from: number;
  readonly to: number;
}

/**
 * Says of each problem once where it is: a list that is brought in again has it in every line.
 *
 * @param problems in the order of lines.
 */
export function linesByProblem(problems: readonly Problem[]) {
  return [...Map.groupBy(problems, ({ code }) => code)].map(([code, some]) => {
    const ranges: LineRange[] = [];
    for (const { line } of some) {
      const last = ranges.at(-1);
      if (last !== undefined && line <= last.to + 1) ranges.splice(-1, 1, { ...last, to: line });
      else ranges.push({ from: line, to: line });
    }
    return { code, ranges };
  });
}
