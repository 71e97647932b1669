import { sql } from 'kysely';
import type { Db } from '#platform/database';

/** A page that was published, corrected or taken back. */
export interface PublicChange {
  readonly change: 'published' | 'corrected' | 'removed';
  readonly subject: string;
  readonly kind: string;
  /** The edition; absent for what was taken back. */
  readonly edition: string | null;
  /** What it is called now; of what was taken back nothing. */
  readonly names: Readonly<Record<string, string>>;
  readonly at: Date;
}

const most = 100;

/**
 * What changed in the public record, the latest first. Sources come with the pages that rest on them and
 * are not told by themselves. Of what was taken back only that it was: earlier entries about it go too.
 */
export async function latestChanges(db: Db): Promise<PublicChange[]> {
  const { rows } = await sql<PublicChange>`
    (select case when e.number = 1 then 'published' else 'corrected' end as change, e.subject, e.kind,
       e.uid as edition, s.names, e.published_at as at
     from published.edition e
     join published.subject s on s.subject = e.subject and s.edition is not null
     where e.kind <> 'source' order by e.published_at desc, e.uid limit ${most})
    union all
    (select 'removed', s.subject, s.kind, null, '{}'::jsonb, s.removed_at
     from published.subject s where s.removed_at is not null
     order by s.removed_at desc, s.subject limit ${most})
    order by at desc, subject limit ${most}`.execute(db);
  return rows;
}
