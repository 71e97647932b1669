import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { sql } from 'kysely';
import { node } from '@countersign/proof/node';
import { openTreeFolder } from '#log';
import { readerRole, type Db } from '#platform/database';
import { locales } from '#platform/languages';
import { buildDossier, createPageMaker, type BuiltDossier, type DossierMaker } from '#publish';
import { choice } from '../arguments.ts';
import { refuse, type CliCode } from '../cli-refusal.ts';
import type { Command } from '../command.ts';

const refusals = {
  absent: 'dossier-absent',
  removed: 'dossier-removed',
  'not-yet': 'dossier-not-yet',
  'too-large': 'dossier-too-large',
} as const satisfies Record<Exclude<BuiltDossier['state'], 'built'>, CliCode>;

export const dossier: Command = {
  name: 'dossier',
  summary: 'Write the dossier of a published subject: what was published, with its proofs.',
  arguments: 'SUBJECT',
  least: 1,
  most: 1,
  options: {
    out: { value: 'FILE', meaning: 'Where to write it; SUBJECT.zip unless given.' },
    language: {
      value: 'LANGUAGE',
      meaning: 'Of the page to read in it: en (unless given), fr, fa.',
    },
  },
  details: 'The same file as /dossier/SUBJECT.zip of the running server. SUBJECT is its public id.',
  async run({ terminal, open, config, installation, ...typed }) {
    const [subject = ''] = typed.arguments;
    const locale = choice(typed.text('language'), 'language', locales) ?? 'en';
    const { db } = await open();
    const page = createPageMaker(node, installation.dossierWords());
    const maker = { ...(await readPublisher(db)), publicUrl: config.publicUrl, page };
    const files = openTreeFolder(path.join(config.dataDir, 'log'));
    const built = await asReaderOf(db, (reader) =>
      buildDossier(reader, files, maker, subject, locale),
    );
    if (built.state !== 'built') return refuse(refusals[built.state]);
    const out = typed.text('out') ?? `${subject}.zip`;
    await write(out, built.bytes);
    terminal.value({ file: out, bytes: built.bytes.length });
    terminal.line(`${out}: ${built.bytes.length} bytes.`);
    return 'ok';
  },
};

async function readPublisher(
  db: Db,
): Promise<Pick<DossierMaker, 'publisher' | 'demonstration' | 'singleReviewer'>> {
  const { rows } = await sql<{ demonstration: boolean; single: boolean; name: unknown }>`
    select demonstration, single_person as single,
      (select value from setting where key = 'name') as name
    from published.instance`.execute(db);
  const { demonstration = false, single = false, name } = rows[0] ?? {};
  const publisher = typeof name === 'string' ? name : 'Countersign';
  return { publisher, demonstration, singleReviewer: single };
}

/** Works with no more rights than a public page has. */
function asReaderOf<Result>(db: Db, work: (reader: Db) => Promise<Result>): Promise<Result> {
  return db.connection().execute(async (reader) => {
    await sql`set role ${sql.id(readerRole)}`.execute(reader);
    try {
      return await work(reader);
    } finally {
      await sql`reset role`.execute(reader);
    }
  });
}

async function write(out: string, bytes: Uint8Array): Promise<void> {
  try {
    await writeFile(out, bytes, { flag: 'wx' });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (code === 'EEXIST') refuse('dossier-exists');
    if (code === 'ENOENT') refuse('file-not-found');
    if (code === 'EACCES' || code === 'EPERM') refuse('file-unreadable');
    throw error;
  }
}
