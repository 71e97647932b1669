import { makeShares } from '@countersign/withheld';
import {
  readIdentity,
  readRequest,
  refuseFault,
  tellRequest,
  writeCeremonyFile,
} from '../ceremony-files.ts';
import { refuse } from '../cli-refusal.ts';
import type { Command } from '../command.ts';

export const letterShare: Command = {
  name: 'letter share',
  summary: 'Give your organisation’s shares of withheld names, for a request. Works offline.',
  arguments: 'REQUEST',
  least: 1,
  most: 1,
  options: {
    identity: { value: 'FILE', meaning: 'The age key file of your organisation.' },
    digest: {
      value: 'DIGEST',
      meaning: 'The digest as you heard it from the other organisations, not from the file.',
    },
    out: { value: 'FILE', meaning: 'Where the shares go; REQUEST.share-N unless given.' },
  },
  details: `Without --digest it only says what is asked: which letter, how many names, by which rules, and the
digest. Read the digest to the other organisations by telephone; recount the letter (countersign verify
URL) to see that the numbers of the rules are reached; then run it again with --digest.

What it writes only the one who joins the shares can open. No name is opened here. Needs no instance, no
network and no database. Ends with 5 when some shares are not what their signers should have made.`,
  async run({ terminal, ...typed }) {
    const [file = ''] = typed.arguments;
    const read = await readRequest(file);
    tellRequest(terminal, read);
    const heard = typed.text('digest');
    if (heard === undefined) {
      terminal.note('Nothing was written. Compare the digest, then give it with --digest.');
      return 'ok';
    }
    if (plain(heard) !== plain(read.spoken)) refuse('withheld-digest', { file }, 'digest');
    const identity = await readIdentity(typed.text('identity'));
    const today = new Date().toISOString().slice(0, 10);
    const made = await makeShares(read.bytes, read.request, identity, today).catch(
      (error: unknown) => refuseFault(error, file, read.request),
    );
    const place = typed.text('out') ?? `${file}.share-${made.organisation + 1}`;
    await writeCeremonyFile(place, made.bytes);
    const organisation = read.request.panel.organisations[made.organisation]?.name ?? '';
    terminal.value({ file: place, organisation, names: made.names, faults: made.faults });
    terminal.line(`${place}: ${made.names} shares of ${organisation}.`);
    for (const { id, code } of made.faults) terminal.line(`Left out: ${id} (${code})`);
    return made.faults.length === 0 ? 'ok' : 'partly';
  },
};

function plain(digest: string): string {
  return digest.toLowerCase().replaceAll(/[^0-9a-z]/gu, '');
}
