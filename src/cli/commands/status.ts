import { sql } from 'kysely';
import { isDatabaseAway, openDatabase, type Db } from '#platform/database';
import { dataHolder, type DataHolder } from '#platform/postgres';
import { countSpool, type SpoolCount } from '#platform/spool';
import { refuse } from '../cli-refusal.ts';
import type { Command } from '../command.ts';
import { counted } from '../counted.ts';
import { lookAtDatabase } from '../workplace.ts';

interface Standing {
  readonly postgres: string;
  readonly schema: string | null;
  readonly migrations: number;
}

interface Counts {
  readonly accounts: number;
  readonly sources: number;
  readonly claims: number;
  readonly published: number;
  readonly demonstration: boolean;
}

export const status: Command = {
  name: 'status',
  summary: 'Say what runs, and what the instance holds.',
  arguments: '',
  least: 0,
  most: 0,
  options: {},
  details: 'Starts and changes nothing. Ends with 4 when nothing runs.',
  async run({ terminal, config, secrets, installation }) {
    const holder = dataHolder(config.dataDir);
    const spool = await countSpool(installation.spoolFolder(config));
    const waits = waitingLines(spool);
    const options = await lookAtDatabase({ config, secrets });
    if (options === undefined) {
      for (const line of waits) terminal.note(line);
      refuse('cli-not-running', { folder: config.dataDir });
    }
    const database = openDatabase({ ...options, ...patience }, () => {}, 1);
    try {
      const { rows } = await sql<Standing>`
        select current_setting('server_version') as postgres,
          (select max(name) from migration) as schema,
          (select count(*)::int from migration) as migrations`.execute(database.db);
      const missing = installation.migrations.length - (rows[0]?.migrations ?? 0);
      // Tables of a schema that is behind may not be there yet.
      const counts = missing === 0 ? await countAll(database.db) : undefined;
      const told = { folder: config.dataDir, holder, ...rows[0], missing, spool, ...counts };
      terminal.value(told);
      for (const line of [...linesOf(told, counts), ...waits]) terminal.line(line);
      return 'ok';
    } catch (error) {
      if (isDatabaseAway(error)) for (const line of waits) terminal.note(line);
      throw error;
    } finally {
      await database.close();
    }
  },
};

// Who asks what is wrong must hear of it when the database is there and silent.
const patience = { connectionTimeoutMillis: 5_000, query_timeout: 5_000 };

function linesOf(
  told: Partial<Standing> & {
    readonly folder: string;
    readonly holder: DataHolder | undefined;
    readonly missing: number;
  },
  counts: Counts | undefined,
): string[] {
  const { folder, holder, postgres, schema, missing } = told;
  const runs =
    holder === undefined
      ? 'no server'
      : `${holder.as}, process ${holder.pid}, since ${holder.since}`;
  const behind = missing > 0 ? `, ${missing} steps behind` : '';
  return [
    `Data folder  ${folder}`,
    `Runs         ${runs}`,
    `PostgreSQL   ${postgres}, schema ${schema}${behind}`,
    ...(counts === undefined
      ? []
      : [
          `Holds        ${counts.accounts} accounts · ${counts.sources} sources · ${counts.claims} claims in force · ${counts.published} published pages`,
        ]),
    ...(counts?.demonstration === true ? ['This is a demonstration.'] : []),
  ];
}

/** Signatures that came while the database was away. */
function waitingLines({ waiting, aside }: SpoolCount): string[] {
  return [
    ...(waiting === 0 ? [] : [`Waits        ${counted(waiting, 'signature')} for the database`]),
    ...(aside === 0
      ? []
      : [`Put aside    ${counted(aside, 'file')} of the spool that do not open`]),
  ];
}

async function countAll(db: Db): Promise<Counts | undefined> {
  const { rows } = await sql<Counts>`
    select (select count(*)::int from account where state = 'active') as accounts,
      (select count(*)::int from source) as sources,
      (select count(*)::int from claim where state in ('proposed','accepted')) as claims,
      (select count(*)::int from published.subject where edition is not null) as published,
      (select demonstration from published.instance) as demonstration`.execute(db);
  return rows[0];
}
