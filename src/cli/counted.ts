/** "1 alarm", "2 alarms": English, as the command line speaks. */
export function counted(n: number | bigint, one: string, other = `${one}s`): string {
  return `${n} ${n === 1 || n === 1n ? one : other}`;
}
