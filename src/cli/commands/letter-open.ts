import { makeOpening, readShares, type ReadShares } from '@countersign/withheld';
import {
  readCeremonyFile,
  readIdentity,
  readRequest,
  refuseFault,
  tellRequest,
  writeCeremonyFile,
} from '../ceremony-files.ts';
import type { Command } from '../command.ts';

export const letterOpen: Command = {
  name: 'letter open',
  summary: 'Join organisations’ shares of withheld names, for the desk that asked. Works offline.',
  arguments: 'REQUEST SHARES…',
  least: 2,
  most: 10,
  options: {
    identity: { value: 'FILE', meaning: 'The age key file of who joins the shares.' },
    out: { value: 'FILE', meaning: 'Where the opening goes; REQUEST.opening unless given.' },
  },
  details: `Every share is held to what its signer made; a wrong one is refused, and the organisation named. The
opening holds keys and no names, encrypted to the instance that asked: bring it in at the desk, where
another person decides. No name is shown or written here. Needs no instance, no network and no database.
Ends with 5 when some names do not open.`,
  async run({ terminal, ...typed }) {
    const [file = '', ...shareFiles] = typed.arguments;
    const read = await readRequest(file);
    tellRequest(terminal, read);
    const identity = await readIdentity(typed.text('identity'));
    const given: ReadShares[] = [];
    for (const shareFile of shareFiles) {
      const bytes = await readCeremonyFile(shareFile);
      given.push(
        await readShares(bytes, read.bytes, read.request, identity).catch((error: unknown) =>
          refuseFault(error, shareFile, read.request),
        ),
      );
    }
    const made = await makeOpening(read.bytes, read.request, given).catch((error: unknown) =>
      refuseFault(error, file, read.request),
    );
    const place = typed.text('out') ?? `${file}.opening`;
    await writeCeremonyFile(place, made.bytes);
    terminal.value({ file: place, opened: made.opened, failed: made.failed });
    terminal.line(`${place}: keys of ${made.opened} names.`);
    for (const id of made.failed) terminal.line(`Does not open: ${id}`);
    return made.failed.length === 0 ? 'ok' : 'partly';
  },
};
