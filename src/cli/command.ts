import type { Actor } from '#accounts';
import type { Config, Secrets } from '#platform/config';
import type { ExitName } from './exit-codes.ts';
import type { Installation } from './installation.ts';
import type { Terminal } from './terminal.ts';
import type { Workplace } from './workplace.ts';

export interface Option {
  /** What stands for its value in the help; absent for a switch. */
  readonly value?: string;
  readonly several?: true;
  readonly meaning: string;
}

/** One command: the help, the parsing of its arguments and its work hang on this one table row. */
export interface Command {
  /** As typed: `source add`. */
  readonly name: string;
  readonly summary: string;
  /** Arguments as the help shows them; '' for none. */
  readonly arguments: string;
  readonly least: number;
  readonly most: number;
  readonly options: Readonly<Record<string, Option>>;
  readonly details?: string;
  run(call: Call): Promise<ExitName>;
}

/** One call of a command. */
export interface Call {
  readonly arguments: readonly string[];
  readonly terminal: Terminal;
  readonly config: Config;
  readonly secrets: Secrets;
  readonly installation: Installation;
  /** Value of an option; undefined when it was not given. */
  readonly text: (option: string) => string | undefined;
  readonly texts: (option: string) => readonly string[];
  readonly flag: (option: string) => boolean;
  /** Opens the instance once; closed when the command ends, however it ends. */
  readonly open: () => Promise<Workplace>;
  /** The person as whom the command acts, by `--as`. */
  readonly actor: () => Promise<Actor>;
}

/** For every command that does something in somebody's name. */
export const asOption = {
  as: {
    value: 'EMAIL',
    meaning: 'As whom this is done; the only administrator unless given.',
  },
} as const satisfies Record<string, Option>;
