import { writeAudit } from '#accounts';
import { LogError, readKeyStanding, retireKey, rotateKey, type LogErrorCode } from '#log';
import { refuse } from '../cli-refusal.ts';
import type { Command } from '../command.ts';
import { successionLines } from '../succession-lines.ts';

export const logKeyRotate: Command = {
  name: 'log key rotate',
  summary: 'Begin to have the key that signs the log succeeded by a new one.',
  arguments: '',
  least: 0,
  most: 0,
  options: {},
  details: `Makes the new key beside the old one and enters it in the log. From then on both sign, so that nobody
who knows only the old one is cut off, and countersigners can take the new line one after the other. Run
it again at any time: it goes on where it was, and says what is next. The end is "log key retire".
A key that is lost cannot be succeeded: see "log begin-anew".`,
  async run({ terminal, open, config, installation }) {
    const { db } = await open();
    const keeper = await installation.openKeyKeeper(config);
    const rotation = await refusing(() => rotateKey(db, keeper));
    if (rotation.announced) await writeAudit(db, { action: 'log-key.succeeded' });
    const standing = await readKeyStanding(db);
    terminal.value({ ...rotation, ready: standing?.isReady ?? false });
    if (rotation.announced) terminal.line(`The new key: ${rotation.successor}`);
    for (const line of successionLines(standing, config.publicUrl)) terminal.line(line);
    return 'ok';
  },
};

export const logKeyRetire: Command = {
  name: 'log key retire',
  summary: 'Have the old key sign no more, once it is succeeded.',
  arguments: '',
  least: 0,
  most: 0,
  options: {
    force: {
      meaning:
        'Even if countersigners that readers need have not taken the new key: nothing new is published until they have.',
    },
  },
  details: `The old key is put aside in the folder of keys, not deleted; its verifier key and the proof that it was
succeeded stay in the log for ever. Delete the file once you are sure: whoever has it can sign in the
name of this log towards those who know only the old key.`,
  async run({ terminal, open, config, installation, flag }) {
    const { db } = await open();
    const keeper = await installation.openKeyKeeper(config);
    const done = await refusing(() => retireKey(db, keeper, { force: flag('force') }));
    await writeAudit(db, { action: 'log-key.retired' });
    terminal.value(done);
    terminal.line(`Signs from now on: ${done.signs}`);
    terminal.line(
      'The old key signs no more. Give the new policy to whoever verifies: /log/policy',
    );
    if (done.missing.length > 0) {
      terminal.line(
        `These countersigners refuse until they add the new line: ${done.missing.join(', ')}.`,
      );
      terminal.line(`${done.signs} ${config.publicUrl}/log`);
    }
    return 'ok';
  },
};

const refused: ReadonlySet<LogErrorCode> = new Set([
  'key-missing',
  'key-one-only',
  'key-unproven',
  'key-countersigners-missing',
]);

/** What is no fault of the place is a refusal. */
async function refusing<Value>(work: () => Promise<Value>): Promise<Value> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof LogError) || !refused.has(error.code)) throw error;
    return refuse('cli-log-key', { said: error.message });
  }
}
