import { onlyAdministrator, personAt } from '#accounts';
import { parseConfig } from '#platform/config';
import { parseTyped } from './arguments.ts';
import { refuse } from './cli-refusal.ts';
import type { Call, Command } from './command.ts';
import { commands } from './commands/index.ts';
import { exitCodes, type ExitName } from './exit-codes.ts';
import { commandHelp, exitCodesHelp, helpValue, listHelp } from './help.ts';
import type { Installation } from './installation.ts';
import { tell } from './outcome.ts';
import { createTerminal, type Terminal, type TerminalStreams } from './terminal.ts';
import { openWorkplace, type Workplace } from './workplace.ts';

export interface Surroundings extends TerminalStreams {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly installation: Installation;
}

export interface RunningCommand {
  /** Exit code, when the command has ended and let go of everything. */
  readonly ended: Promise<number>;
  /** Lets go at once, without waiting for what the command does; then `ended` says "interrupted". */
  interrupt(): Promise<void>;
}

/** Runs one command line: `argv` without program and script. */
export function run(argv: readonly string[], surroundings: Surroundings): RunningCommand {
  const terminal = createTerminal(surroundings, argv.includes('--json'));
  const opened: Opened = { workplace: undefined, interrupted: false };
  return {
    ended: endOf(perform(argv, surroundings, terminal, opened), terminal, opened),
    interrupt: async () => {
      opened.interrupted = true;
      const workplace = await opened.workplace?.catch(() => undefined);
      await workplace?.close({ hurry: true });
    },
  };
}

interface Opened {
  workplace: Promise<Workplace> | undefined;
  interrupted: boolean;
}

async function endOf(
  performing: Promise<ExitName>,
  terminal: Terminal,
  opened: Opened,
): Promise<number> {
  const name = await performing.catch((error: unknown) =>
    // Whatever fails because everything was let go of under it is no news.
    opened.interrupted ? 'interrupted' : tell(error, terminal),
  );
  // One that could not be opened has been told of already and holds nothing.
  const workplace = await opened.workplace?.catch(() => undefined);
  await workplace?.close();
  return exitCodes[name].code;
}

async function perform(
  argv: readonly string[],
  { env, installation }: Surroundings,
  terminal: Terminal,
  opened: Opened,
): Promise<ExitName> {
  const help = helpAskedFor(argv);
  if (help !== undefined) {
    terminal.line(help);
    terminal.value(helpValue(commands));
    return 'ok';
  }
  const { command, rest } = findCommand(argv);
  const typed = parseTyped(command, rest);
  if (typed.flag('help')) {
    terminal.line(commandHelp(command));
    terminal.value(helpValue([command]));
    return 'ok';
  }
  const { config, secrets } = parseConfig(env);
  const open = () =>
    (opened.workplace ??= openWorkplace({
      config,
      secrets,
      installation,
      as: `countersign ${command.name}`,
      say: (sentence) => terminal.note(sentence),
    }));
  const call: Call = {
    ...typed,
    terminal,
    config,
    secrets,
    installation,
    open,
    actor: async () => actingPerson((await open()).db, typed.text('as')),
  };
  return command.run(call);
}

async function actingPerson(db: Workplace['db'], email: string | undefined) {
  if (email !== undefined) return personAt(db, email);
  const found = await onlyAdministrator(db);
  if (found === 'none') refuse('cli-as-nobody', {}, 'as');
  if (found === 'several') refuse('cli-as-several', {}, 'as');
  return found;
}

// `countersign`, `countersign --help`, `countersign source`, `countersign help source add`.
function helpAskedFor(argv: readonly string[]): string | undefined {
  const words = argv.filter((word) => word !== '--help' && word !== '--json');
  if (words.length === 0) return listHelp(commands);
  const asked = words[0] === 'help' ? words.slice(1) : words;
  const name = asked.join(' ');
  const isGroup = commands.some((command) => command.name.startsWith(`${name} `));
  if (isGroup) return listHelp(commands, name);
  if (words[0] !== 'help') return undefined;
  if (name === '') return listHelp(commands);
  if (name === 'exit-codes') return exitCodesHelp();
  return commandHelp(findCommand(asked).command);
}

function findCommand(argv: readonly string[]): { command: Command; rest: readonly string[] } {
  const words = argv.filter((word) => word !== '--json');
  const command = commands.find(({ name }) => {
    const parts = name.split(' ');
    return parts.every((part, index) => words[index] === part);
  });
  if (command === undefined) {
    refuse('cli-unknown-command', { command: words.slice(0, 2).join(' ').slice(0, 80) });
  }
  return { command, rest: words.slice(command.name.split(' ').length) };
}
