import { Link, useActionData } from 'react-router';
import * as z from 'zod';
import { may, teamScope } from '#accounts';
import { currentHashes } from '#editions';
import { entityPage, notesOn, removedSubject, staleEditions, writeNote } from '#record';
import { Notice, Tabs } from '../../components/index.ts';
import { handleForm, text } from '../../forms/index.ts';
import { useT } from '../../messages/catalogs.ts';
import { notFound } from '../../not-found.ts';
import type { PageHandle } from '../../page-handle.ts';
import { momentWords } from '../claims/moment-words.ts';
import { deskRequest, uidParam } from '../desk-request.ts';
import { takenBackWords } from '../publication/draft.ts';
import { AsOfForm } from './as-of-form.tsx';
import { readAsOf } from './as-of.ts';
import { EntityActions } from './entity-actions.tsx';
import { EntityHistory } from './entity-history.tsx';
import { EntityRecord } from './entity-record.tsx';
import { entityInWords } from './entity-words.ts';
import { historyInWords } from './history-words.ts';
import { NoteList } from './note-list.tsx';
import type { Route } from './+types/entity.ts';
import '../claims/claims.css';
import './entity.css';

export const handle: PageHandle = { hydrate: true, messages: ['record', 'upkeep'] };

export async function loader({ request, params, context }: Route.LoaderArgs) {
  const { actor, locale, house } = deskRequest(context);
  const uid = uidParam(params.uid);
  const query = new URL(request.url).searchParams;
  const asOf = readAsOf(query.get('asOf'), locale);
  const page = await entityPage(house.db, actor, uid, locale, {
    ...(asOf.until !== undefined && { asOf: asOf.until }),
  });
  if (page === undefined) notFound();
  const isHistory = query.get('tab') === 'history';
  const [entity, history, notes, published, stale, gone] = await Promise.all([
    entityInWords(house.db, actor, locale, page),
    isHistory ? historyInWords(house.db, actor, locale, page) : undefined,
    notesOn(house.db, actor, 'entity', uid),
    currentHashes(house.db, [uid]),
    staleEditions(house.db, actor, { subjects: [uid] }),
    removedSubject(house.db, actor, uid),
  ]);
  return {
    entity,
    history,
    asOf: {
      typed: asOf.typed,
      words: asOf.words,
      isMoment: asOf.isMoment,
      problem: asOf.problem,
    },
    notes: notes.map((note) => ({ ...note, at: momentWords(note.at, locale) })),
    mayWrite: may(actor, 'claim.write', { scopeId: page.scopeId }),
    mayExport: may(actor, 'export.take'),
    mayPublish: may(actor, 'publication.propose', { scopeId: teamScope }),
    isPublished: published.size > 0,
    isStale: stale.editions.length > 0,
    takenBack: gone && takenBackWords(gone, locale),
  };
}

const noteForm = z.object({ body: text(10_000) });

export function action({ request, params, context }: Route.ActionArgs) {
  const { actor, house } = deskRequest(context);
  const uid = uidParam(params.uid);
  return handleForm(request, noteForm, async ({ body }) => {
    await house.db.transaction().execute((tx) => writeNote(tx, actor, 'entity', uid, body));
    return `/desk/entities/${uid}#notes`;
  });
}

/** A person, a work, an event: everything the record says of it, and where from. */
export default function Entity({ loaderData }: Route.ComponentProps) {
  const t = useT('record');
  const upkeep = useT('upkeep');
  const state = useActionData<typeof action>();
  const { entity, history, asOf } = loaderData;
  const path = `/desk/entities/${entity.uid}`;
  return (
    <article className="case-file">
      <title>{entity.text}</title>
      <header className="page-head">
        <div>
          <p className="eyebrow">
            <Link to={`/desk/entities?kind=${entity.kind}`}>{entity.kindLabel}</Link>
          </p>
          <h1>
            <bdi>{entity.text}</bdi>
          </h1>
        </div>
        <EntityActions {...loaderData} path={path} />
      </header>
      {loaderData.isStale && (
        <Notice tone="caution">
          <p>
            {upkeep('changed.here')}{' '}
            <Link to={`/desk/publications/changed?subject=${entity.uid}`}>
              {upkeep('changed.look')}
            </Link>
          </p>
        </Notice>
      )}
      {loaderData.takenBack !== undefined && (
        <Notice tone="problem">
          <p>
            {upkeep('removed.here', loaderData.takenBack)}{' '}
            <Link to={`/desk/publications/removed/${entity.uid}`}>{upkeep('removed.look')}</Link>
          </p>
        </Notice>
      )}
      <Tabs
        label={entity.text}
        tabs={[
          { to: path, label: t('entity.record'), current: history === undefined },
          {
            to: `${path}?tab=history`,
            label: t('entity.history'),
            current: history !== undefined,
          },
        ]}
      />
      {history === undefined ? (
        <>
          <AsOfForm asOf={asOf} path={path} />
          <EntityRecord entity={entity} />
        </>
      ) : (
        <EntityHistory history={history} path={path} />
      )}
      <NoteList notes={loaderData.notes} state={state} />
    </article>
  );
}
