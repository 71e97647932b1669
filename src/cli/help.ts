import { commonOptions } from './arguments.ts';
import type { Command, Option } from './command.ts';
import { exitCodes } from './exit-codes.ts';

/** The list of commands; with `group`, those whose name begins with it. */
export function listHelp(commands: readonly Command[], group = ''): string {
  const listed = commands.filter(({ name }) => group === '' || name.startsWith(`${group} `));
  const usages = listed.map((command) => usageOf(command));
  const width = Math.max(...usages.map((usage) => usage.length));
  const rows = listed.map(
    (command, index) => `  ${(usages[index] ?? '').padEnd(width)}  ${command.summary}`,
  );
  return [
    'countersign keeps the record of what is done to artists.',
    '',
    'Usage: countersign COMMAND [ARGUMENT…] [--option…]',
    '',
    ...rows,
    '',
    'countersign COMMAND --help tells more; countersign help exit-codes lists how commands end.',
  ].join('\n');
}

function usageOf(command: Command): string {
  return [command.name, command.arguments].filter(Boolean).join(' ');
}

export function commandHelp(command: Command): string {
  return [
    command.summary,
    '',
    `Usage: countersign ${usageOf(command)} [--option…]`,
    '',
    ...optionRows({ ...command.options, ...commonOptions }),
    ...(command.details === undefined ? [] : ['', command.details]),
  ].join('\n');
}

function optionRows(options: Readonly<Record<string, Option>>): string[] {
  const rows = Object.entries(options).map(([name, { value, several, meaning }]) => ({
    typed: `--${name}${value === undefined ? '' : ` ${value}`}${several === true ? ' …' : ''}`,
    meaning,
  }));
  const width = Math.max(...rows.map(({ typed }) => typed.length));
  return rows.map(({ typed, meaning }) => `  ${typed.padEnd(width)}  ${meaning}`);
}

export function exitCodesHelp(): string {
  return Object.values(exitCodes)
    .map(({ code, meaning }) => `${String(code).padStart(5)}  ${meaning}`)
    .join('\n');
}

/** The help as data. */
export function helpValue(commands: readonly Command[]) {
  return {
    commands: commands.map(({ name, summary, arguments: typed, options }) => ({
      name,
      summary,
      arguments: typed,
      options: { ...options, ...commonOptions },
    })),
    exitCodes: Object.entries(exitCodes).map(([name, { code, meaning }]) => ({
      name,
      code,
      meaning,
    })),
  };
}
