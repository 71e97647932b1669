import type { Actor } from '#accounts';
import { currentDocuments, subjectsSaying, type EditionDocument } from '#editions';
import type { Db } from '#platform/database';
import { prepareEditions, type Selection } from './prepare.ts';
import { standingSelection } from './standing-selection.ts';

/**
 * Published pages outside a set that say what its documents say no longer: an act corrected on the
 * page of its victim stands on the page of the event as well, and would stay wrong there.
 *
 * @returns uids of subjects; sources have nothing to say of their own.
 */
export async function alsoShown(db: Db, documents: readonly EditionDocument[]): Promise<string[]> {
  const current = await currentDocuments(
    db,
    documents.map(({ subject }) => subject),
  );
  const gone = documents.flatMap(({ subject, claims }) => {
    const said = new Set(claims.map(({ uid }) => uid));
    const before = current.get(subject)?.document.claims ?? [];
    return before.map(({ uid }) => uid).filter((uid) => !said.has(uid));
  });
  if (gone.length === 0) return [];
  const here = new Set(documents.map(({ subject }) => subject));
  const saying = await subjectsSaying(db, gone);
  return saying
    .filter(({ subject, kind }) => kind !== 'source' && !here.has(subject))
    .map(({ subject }) => subject)
    .toSorted();
}

/**
 * A selection and further pages of which only that is corrected which their editions say already: what
 * their authors held back stays back.
 *
 * @param documents what the selection alone prepares.
 */
export async function withPages(
  db: Db,
  actor: Actor,
  selection: Selection,
  documents: readonly EditionDocument[],
  pages: readonly string[],
): Promise<Selection> {
  const { within: standing = [] } = await standingSelection(db, pages);
  const wider: Selection = {
    ...selection,
    subjects: [...selection.subjects, ...pages],
    included: [...(selection.included ?? []), ...standing],
    ...(selection.within !== undefined && { within: [...selection.within, ...standing] }),
  };
  const known = new Set([...standing, ...saidBy(documents)]);
  const { documents: prepared } = await prepareEditions(db, actor, wider);
  const held = saidBy(prepared).filter((uid) => !known.has(uid));
  return { ...wider, excluded: [...(selection.excluded ?? []), ...new Set(held)] };
}

function saidBy(documents: readonly EditionDocument[]): string[] {
  return documents.flatMap(({ claims }) => claims.map(({ uid }) => uid));
}
