/** Figures of one measurement, in milliseconds. */
export interface Timing {
  readonly median: number;
  readonly p95: number;
  readonly runs: number;
}

/** Runs something again and again, after a warm-up, and times each run. */
export async function time(
  runs: number,
  run: (index: number) => Promise<unknown>,
): Promise<Timing> {
  const warmUp = Math.ceil(runs / 10);
  for (let index = 0; index < warmUp; index += 1) await run(index);
  const times: number[] = [];
  for (let index = 0; index < runs; index += 1) {
    const begun = performance.now();
    await run(warmUp + index);
    times.push(performance.now() - begun);
  }
  times.sort((a, b) => a - b);
  const at = (share: number) => times[Math.min(times.length - 1, Math.floor(times.length * share))];
  return { median: at(0.5) ?? 0, p95: at(0.95) ?? 0, runs };
}

/** One line of the report: what, its figures, and the ratio to the reference of the same run. */
export function report(what: string, timing: Timing, reference?: Timing, target?: string): void {
  const ratio =
    reference === undefined
      ? ''
      : `, ${(timing.median / reference.median).toFixed(1)} × its reference`;
  const aim = target === undefined ? '' : ` (target ${target})`;
  console.log(
    `${what}: median ${timing.median.toFixed(2)} ms, p95 ${timing.p95.toFixed(2)} ms, ${timing.runs} runs${ratio}${aim}`,
  );
}
