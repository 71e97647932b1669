import { sql } from 'kysely';
import { z } from 'zod';
import { asUid, type Tx } from '#platform/database';
import { may, scopesOf, type Actor } from '#accounts';
import { EvidenceRefusal } from './evidence-refusal.ts';

// One place is written in one way: a ten-thousandth of a picture, a hundredth of a second. Finer
// than anybody points, so that marking the same place again finds it.
const toShare = (value: number) => Math.round(value * 10_000) / 10_000;
const toSeconds = (value: number) => Math.round(value * 100) / 100;

const share = z.number().min(0).max(1).transform(toShare);
const seconds = z.number().min(0).max(1e6).transform(toSeconds);

const box = z
  .object({ page: z.int().min(1).max(100_000).default(1), x: share, y: share, w: share, h: share })
  .refine(({ x, y, w, h }) => w > 0 && h > 0 && toShare(x + w) <= 1 && toShare(y + h) <= 1);
const stretch = z.object({ from: seconds, to: seconds }).refine(({ from, to }) => to > from);

/**
 * A box on a page, in fractions of the picture as it is shown (`x`, `y`, `w`, `h` from 0 to 1, turned
 * as the file says), or seconds of a recording: what W3C Media Fragments write as
 * `#xywh=percent:x,y,w,h` and `#t=from,to`.
 */
export const regionInput = z.union([box, stretch]);
export type RegionInput = z.input<typeof regionInput>;
export type Region = z.output<typeof regionInput>;

/**
 * Marks a region of a picture or a stretch of a recording, for what was seen or heard. Marking the
 * same place twice gives the same passage.
 *
 * @throws EvidenceRefusal `not-found`; `passage-bad-region` also for a stretch of what does not play,
 * or a box in what is only heard.
 */
export async function markRegion(
  tx: Tx,
  actor: Actor,
  copyUid: string,
  region: RegionInput,
): Promise<{ readonly uid: string }> {
  if (!may(actor, 'passage.mark')) throw new EvidenceRefusal({ code: 'not-allowed' });
  const parsed = regionInput.safeParse(region);
  if (!parsed.success) throw badRegion();
  // Two who mark the same place at once wait for each other here, and the second finds it.
  const { rows: copies } = await sql<{ id: string; source_id: string; media_type: string }>`
    select k.id, k.source_id, k.media_type from copy k join source s on s.id = k.source_id
    where k.uid = ${asUid(copyUid)} and s.scope_id = any(${sql.val(scopesOf(actor))}::integer[])
    for no key update of k`.execute(tx);
  const [copy] = copies;
  if (copy === undefined) throw new EvidenceRefusal({ code: 'not-found', field: 'passage' });
  const kind = 'from' in parsed.data ? 'time' : 'region';
  if (!fits(kind, copy.media_type)) throw badRegion();
  const place = sql`${JSON.stringify(parsed.data)}::jsonb`;
  const { rows } = await sql<{ uid: string }>`
    with before as (
      select uid from passage
      where copy_id = ${copy.id} and kind = ${kind} and region = ${place} order by id limit 1
    ), made as (
      insert into passage (source_id, copy_id, kind, region, made_by)
      select ${copy.source_id}, ${copy.id}, ${kind}, ${place}, ${actor.accountId}
      where not exists (select from before) returning uid
    )
    select uid from before union all select uid from made`.execute(tx);
  const [marked] = rows;
  if (marked === undefined) throw new Error('expected a passage');
  return marked;
}

function badRegion(): EvidenceRefusal {
  return new EvidenceRefusal({ code: 'passage-bad-region', field: 'region' });
}

function fits(kind: 'region' | 'time', mediaType: string): boolean {
  const [type = ''] = mediaType.split('/', 1);
  return kind === 'time' ? type === 'audio' || type === 'video' : type !== 'audio';
}
