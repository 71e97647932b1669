import { sql } from 'kysely';
import { may, scopesOf, type Actor } from '#accounts';
import { currentHashes, editionHash } from '#editions';
import { asUid, type Db } from '#platform/database';
import { prepareLetter } from '../publication.ts';
import { readCampaignDates, type CampaignDates } from './campaign-dates.ts';
import { readEmbargo, type Embargo } from './embargo.ts';

/** What waits around a letter, for the page of its course. */
export interface CourseDesk {
  readonly embargo: Embargo | undefined;
  readonly dates: CampaignDates | undefined;
  readonly signing: 'planned' | 'open' | 'paused' | 'closed' | undefined;
  /** Uid of a decision about it that waits for a second person. */
  readonly decision: string | undefined;
  /** What is written down since is not in the edition that readers see. */
  readonly isStale: boolean;
  readonly deliveries: number;
  /** Who opens withheld names, and how far an opening is; undefined where none can be withheld. */
  readonly withheld: CourseOfWithheld | undefined;
  /** Number and kind of change of the newest approved version. */
  readonly newest: { readonly number: number; readonly change: string } | undefined;
}

export interface CourseOfWithheld {
  readonly isConfirmed: boolean;
  readonly round: 'notice' | 'due' | 'exported' | 'imported' | undefined;
  /** Until when signers can say that they do not want it. */
  readonly dueAt: Date | undefined;
}

/** @returns undefined for a letter that is not there, or not for this actor. */
export async function readCourseDesk(
  db: Db,
  actor: Actor,
  letter: string,
): Promise<CourseDesk | undefined> {
  if (!may(actor, 'letter.write')) return undefined;
  const { rows } = await sql<Row>`
    select l.uid, s.state as signing, (select d.uid from decision d
        join decision_subject x on x.decision_id = d.id
        where x.subject = l.uid and d.state = 'proposed' order by d.id limit 1) as decision,
      (select count(*)::integer from letter_delivery v where v.letter_id = l.id and not v.dropped)
        as deliveries,
      (select jsonb_build_object('number', v.number, 'change', v.change) from letter_version v
        where v.letter_id = l.id and v.state = 'approved' order by v.number desc limit 1) as newest,
      p.letter_id is not null as "hasPanel", p.confirmed_at is not null as "isConfirmed",
      r.state as round, r.due_at as "dueAt"
    from letter l left join letter_signing s on s.letter_id = l.id
    left join letter_panel p on p.letter_id = l.id
    left join letter_round r on r.letter_id = l.id and r.state not in ('opened','ended')
    where l.uid = ${asUid(letter)} and l.scope_id = any(${sql.val(scopesOf(actor))}::integer[])`.execute(
    db,
  );
  const [row] = rows;
  if (row === undefined) return undefined;
  const [embargo, dates, isStale] = await Promise.all([
    readEmbargo(db, actor, letter),
    readCampaignDates(db, actor, letter),
    isBehind(db, actor, row),
  ]);
  const { deliveries, decision, newest, signing, hasPanel, isConfirmed, round, dueAt } = row;
  return {
    ...{ embargo, dates, isStale, deliveries, decision: decision ?? undefined },
    ...{ newest: newest ?? undefined, signing: signing ?? undefined },
    withheld: hasPanel
      ? { isConfirmed, round: round ?? undefined, dueAt: dueAt ?? undefined }
      : undefined,
  };
}

async function isBehind(db: Db, actor: Actor, { uid, newest }: Row): Promise<boolean> {
  if (newest === null) return false;
  const current = (await currentHashes(db, [uid])).get(uid);
  if (current === undefined) return false;
  return editionHash(await prepareLetter(db, actor, uid)).toString('hex') !== current;
}

interface Row {
  readonly uid: string;
  readonly signing: CourseDesk['signing'] | null;
  readonly decision: string | null;
  readonly deliveries: number;
  readonly newest: { readonly number: number; readonly change: string } | null;
  readonly hasPanel: boolean;
  readonly isConfirmed: boolean;
  readonly round: CourseOfWithheld['round'] | null;
  readonly dueAt: Date | null;
}
