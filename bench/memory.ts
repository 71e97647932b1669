/** @returns what ends it and tells what the process held at the beginning, each minute and the end. */
export function watchMemory(): () => number[] {
  const seen = [memoryMb()];
  const timer = setInterval(() => seen.push(memoryMb()), 60_000);
  return () => {
    clearInterval(timer);
    return [...seen, memoryMb()];
  };
}

function memoryMb(): number {
  return Math.round(process.memoryUsage().rss / 2 ** 20);
}
