import { parseArgs, type ParseArgsOptionsConfig } from 'node:util';
import { refuse } from './cli-refusal.ts';
import type { Call, Command, Option } from './command.ts';

export const commonOptions: Readonly<Record<string, Option>> = {
  json: { meaning: 'Print JSON, one value a line, and nothing else, on standard output.' },
  help: { meaning: 'Say what the command does.' },
};

export type Typed = Pick<Call, 'arguments' | 'text' | 'texts' | 'flag'>;

/**
 * Reads what was typed after the name of a command.
 *
 * @throws CliRefusal naming what was not understood.
 */
export function parseTyped(command: Command, typed: readonly string[]): Typed {
  const options = Object.entries({ ...commonOptions, ...command.options });
  const { values, positionals } = parse(
    typed,
    Object.fromEntries(
      options.map(([name, { value, several = false }]) => [
        name,
        value === undefined
          ? ({ type: 'boolean' } as const)
          : ({ type: 'string', multiple: several } as const),
      ]),
    ),
  );
  const isHelp = values['help'] === true;
  const wanted = { command: command.name, wanted: command.arguments };
  if (!isHelp && positionals.length < command.least) refuse('cli-argument-missing', wanted);
  if (!isHelp && positionals.length > command.most) refuse('cli-argument-too-many', wanted);
  const all = (option: string) => [values[option] ?? []].flat();
  return {
    arguments: positionals,
    text: (option) => all(option).find((value) => typeof value === 'string'),
    texts: (option) => all(option).filter((value) => typeof value === 'string'),
    flag: (option) => values[option] === true,
  };
}

function parse(args: readonly string[], options: ParseArgsOptionsConfig) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (error) {
    const isTyping =
      error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE');
    if (!isTyping) throw error;
    // Node's first sentence says what; the rest is about escaping.
    return refuse('cli-bad-arguments', { said: error.message.split('. ')[0] ?? error.message });
  }
}

/** One of several words. @throws CliRefusal naming them. */
export function choice<Word extends string>(
  typed: string | undefined,
  option: string,
  words: readonly Word[],
): Word | undefined {
  if (typed === undefined) return undefined;
  return (
    words.find((word) => word === typed) ??
    refuse('cli-choice', { option, choices: words.join(', ') }, option)
  );
}

/** A whole number from 1 to `most`. @throws CliRefusal. */
export function count(typed: string | undefined, option: string, most: number): number | undefined {
  if (typed === undefined) return undefined;
  const number = /^\d{1,9}$/.test(typed) ? Number(typed) : 0;
  return number >= 1 && number <= most ? number : refuse('cli-number', { option, most }, option);
}
