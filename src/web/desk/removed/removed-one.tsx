import { Link, useActionData } from 'react-router';
import { may, teamScope, type Actor } from '#accounts';
import { searchSources } from '#evidence';
import { lettersNaming } from '#letters';
import type { Db } from '#platform/database';
import {
  captionsByUid,
  erasureReasons,
  erasuresOf,
  label,
  loadAddedTerms,
  namesOf,
  removedSubject,
  term,
  tracesOf,
} from '#record';
import { handleForm } from '../../forms/index.ts';
import { useT } from '../../messages/catalogs.ts';
import { notFound } from '../../not-found.ts';
import type { PageHandle } from '../../page-handle.ts';
import { entityWords } from '../claims/claim-words.ts';
import { momentWords } from '../claims/moment-words.ts';
import { deskRequest, uidParam } from '../desk-request.ts';
import { ErasureSection } from './erasure-section.tsx';
import { carryOut, removedForm } from './removed-form.ts';
import { TraceList } from './trace-list.tsx';
import { tracesInWords } from './trace-words.ts';
import type { Route } from './+types/removed-one.ts';
import '../publication/publication.css';
import '../entity/entity.css';
import './removed.css';

export const handle: PageHandle = { hydrate: true, messages: ['record', 'upkeep'] };

export async function loader({ params, context }: Route.LoaderArgs) {
  const { actor, locale, house } = deskRequest(context);
  const { db, singlePerson } = house;
  const subject = await removedSubject(db, actor, uidParam(params.uid));
  if (subject === undefined) notFound();
  const { uid, kind } = subject;
  const names = await namesOf(db, actor, uid);
  const [captions, traces, erasures, sources, letters] = await Promise.all([
    captionsByUid(db, actor, [uid], locale, await loadAddedTerms(db)),
    tracesOf(db, actor, [uid]),
    erasuresOf(db, actor, uid),
    sourcesNaming(db, actor, names),
    lettersNaming(db, actor, names),
  ]);
  const labelOf = (code: string) => {
    const found = term('withdrawal-reasons', code);
    return found === undefined ? code : label(found, locale);
  };
  return {
    subject: entityWords({ uid, kind, text: captions.get(uid)?.text ?? '' }, locale),
    reason: labelOf(subject.reasonClass),
    removedAt: momentWords(subject.removedAt, locale),
    traces: await tracesInWords(db, locale, traces),
    sources,
    letters,
    erasures: erasures.map((one) => ({
      ...one,
      isMine: one.authorUid === actor.uid,
      reasonLabel: labelOf(one.reasonClass),
      createdAt: momentWords(one.createdAt, locale),
      decidedAt: one.decidedAt === null ? undefined : momentWords(one.decidedAt, locale),
    })),
    reasons: erasureReasons.map((code) => ({ value: code, label: labelOf(code) })),
    mayPropose: may(actor, 'publication.propose', { scopeId: teamScope }),
    mayDecide: may(actor, 'publication.decide', { scopeId: teamScope }),
    singlePerson,
  };
}

/** Sources whose texts or descriptions hold a name: they are preserved as they are, erasure or not. */
async function sourcesNaming(db: Db, actor: Actor, names: readonly string[]) {
  const found = await Promise.all(names.slice(0, 10).map((name) => searchSources(db, actor, name)));
  const byUid = new Map(found.flat().map(({ uid: source, title }) => [source, title]));
  return [...byUid].map(([source, title]) => ({ uid: source, title }));
}

export function action({ request, params, context }: Route.ActionArgs) {
  const { actor, house } = deskRequest(context);
  const uid = uidParam(params.uid);
  return handleForm(
    request,
    removedForm,
    async (values) => {
      await carryOut(house.db, actor, uid, values, house.singlePerson);
      return `/desk/publications/removed/${uid}`;
    },
    { lists: ['subject'] },
  );
}

/** One who was taken back: where the name still stands, and the way to erase. */
export default function RemovedOne({ loaderData }: Route.ComponentProps) {
  const t = useT('upkeep');
  const state = useActionData<typeof action>();
  const { subject, reason, removedAt, traces } = loaderData;
  return (
    <article className="case-file">
      <title>{subject.text}</title>
      <header className="page-head">
        <div>
          <p className="eyebrow">
            <Link to="/desk/publications/removed">{t('tab.removed')}</Link>
          </p>
          <h1>
            <Link className="plain-link" to={`/desk/entities/${subject.uid}`}>
              <bdi>{subject.text}</bdi>
            </Link>
          </h1>
          <p className="muted">{t('removed.line', { reason, when: removedAt })}</p>
        </div>
      </header>
      <TraceList traces={traces} state={state} />
      <ErasureSection {...loaderData} state={state} />
    </article>
  );
}
