import type { Db } from '#platform/database';
import { currentDocuments, type EditionDocument } from '#editions';

/** A published page that new editions leave as good as empty. */
export interface EmptiedPage {
  readonly subject: string;
  /** What readers see now. */
  readonly before: EditionDocument;
  /** Not a claim remains, or none that says what it is called. */
  readonly left: 'nothing' | 'no-name';
}

/** Which pages readers would find without a claim, or without a name, once these documents are out. */
export async function emptiedBy(
  db: Db,
  documents: readonly EditionDocument[],
): Promise<EmptiedPage[]> {
  const poor = documents.filter((document) => leftOf(document) !== undefined);
  const current = await currentDocuments(
    db,
    poor.map(({ subject }) => subject),
  );
  return poor.flatMap((document): EmptiedPage[] => {
    const [left, before] = [leftOf(document), current.get(document.subject)?.document];
    if (left === undefined || before === undefined || leftOf(before) === left) return [];
    return [{ subject: document.subject, before, left }];
  });
}

// A source is told by its description, not by claims. Acts and steps are called by what they say.
function leftOf({ kind, claims, names }: EditionDocument): EmptiedPage['left'] | undefined {
  if (kind === 'source') return undefined;
  if (claims.length === 0) return 'nothing';
  return namedKinds.has(kind) && Object.keys(names).length === 0 ? 'no-name' : undefined;
}

const namedKinds: ReadonlySet<string> = new Set(['person', 'group', 'work', 'place', 'event']);
