import { data, isRouteErrorResponse, redirect } from 'react-router';
import { may, peopleWho, scopeChoices, type Actor } from '#accounts';
import { markLooked, sourceAtWork, sourcePage, type SourcePage } from '#evidence';
import { formatEdtf, type Edtf } from '#platform/calendar';
import type { Db } from '#platform/database';
import type { Locale } from '#platform/languages';
import { captionsByUid, inLocale, kindCodes, loadAddedTerms, term } from '#record';
import type { PageHandle, Shortcut } from '../../page-handle.ts';
import { notFound } from '../../not-found.ts';
import { deskRequest, uidParam } from '../desk-request.ts';
import { shownCopy } from '../media/shown-copy.ts';
import { answerForm, type Answer } from './answer-form.ts';
import { catalogIn } from './catalog.ts';
import { codingFacts, type CodingFacts } from './coding-facts.ts';
import { CodingPage } from './coding-page.tsx';
import type { Picked } from './draft.ts';
import type { Lost } from './use-save.ts';
import type { Route } from './+types/source.ts';
import '../finder/finder.css';
import '../media/media.css';
import './coding.css';

const shortcuts = (
  [
    ['s', 'sentence'],
    ['S', 'sentenceBack'],
    [']  [', 'end'],
    ['}  {', 'start'],
    ['Shift ←→', 'select'],
    ['← ↑ → ↓', 'spotMove'],
    ['Shift ← ↑ → ↓', 'spotSize'],
    ['[  ]', 'stretch'],
    ['p', 'play'],
    ['c', 'claim'],
    ['x', 'act'],
    ['l', 'names'],
    ['Ctrl Enter', 'save'],
    ['Esc', 'close'],
  ] as const
).map(([keys, name]): Shortcut => ({ keys, label: `coding.key.${name}`, area: 'coding' }));

export const handle: PageHandle = { hydrate: true, messages: ['coding'], shortcuts };

export async function loader({ request, params, context }: Route.LoaderArgs) {
  const { actor, locale, house } = deskRequest(context);
  const page = await sourcePage(house.db, actor, uidParam(params.uid));
  if (page === undefined) notFound();
  const url = new URL(request.url);
  const [facts, about, scopes, people] = await Promise.all([
    codingFacts(house.db, actor, locale, page.uid),
    subjectAskedFor(house.db, actor, locale, url.searchParams.get('about')),
    scopeChoices(house.db, actor),
    peopleWho(house.db, actor, 'source.edit', page.scopeId),
    house.db.transaction().execute((tx) => markLooked(tx, actor, page.uid)),
  ]);
  const { layer, copy, shownCopies, passage } = whatIsShown(page, facts, url);
  const material = term('material-types', page.material);
  const reliability = term('reliabilities', page.reliability);
  const { layers, ...source } = page;
  return {
    source: {
      ...source,
      published: page.published === null ? null : formatEdtf(page.published as Edtf, locale),
      materialLabel: material === undefined ? '' : inLocale(material.labels, locale),
      reliabilityLabel: reliability === undefined ? '' : inLocale(reliability.labels, locale),
      isMine: page.assignedTo?.uid === actor.uid,
      scope: scopes.find(({ id }) => id === page.scopeId),
      // Nobody is offered to who may not hand it over.
      people: may(actor, 'source.edit', { scopeId: page.scopeId }) ? people : [],
    },
    layers: layers.map(({ uid, kind, language, engine }) => ({ uid, kind, language, engine })),
    layer:
      layer === undefined
        ? undefined
        : { uid: layer.uid, language: layer.language ?? page.language ?? '', text: layer.text },
    shownCopies,
    copy,
    passage,
    again: url.searchParams.get('again'),
    about,
    facts,
    catalog: catalogIn(locale),
    account: actor.uid,
    mayWrite: may(actor, 'claim.write', { scopeId: page.scopeId }),
    mayReview: may(actor, 'translation.review'),
  };
}

/** Whom the address asks to speak of: somebody this source may say nothing about yet. */
async function subjectAskedFor(
  db: Db,
  actor: Actor,
  locale: Locale,
  uid: string | null,
): Promise<Picked | undefined> {
  if (uid === null) return undefined;
  const captions = await captionsByUid(db, actor, [uid], locale, await loadAddedTerms(db));
  const [caption] = captions.values();
  const kind = kindCodes.find((code) => code === caption?.kind);
  return caption === undefined || kind === undefined
    ? undefined
    : { uid: caption.uid, kind, text: caption.text };
}

/**
 * The text, picture or recording that the address asks for: by name, or by a passage of it. A source
 * without a text begins with its first picture or recording.
 */
function whatIsShown(page: SourcePage, facts: CodingFacts, { searchParams }: URL) {
  const shownCopies = page.copies.flatMap((copy) => shownCopy(copy) ?? []);
  const passage = facts.claims
    .map((claim) => claim.passage)
    .find((one) => one !== null && one.uid === searchParams.get('passage'));
  const asked = {
    layer: searchParams.get('layer') ?? passage?.layer ?? null,
    copy: searchParams.get('copy') ?? (passage?.region == null ? null : passage.copy),
  };
  const [first] = page.layers.length === 0 ? shownCopies : [];
  const copy = shownCopies.find(({ uid }) => uid === asked.copy) ?? first;
  const layer =
    copy === undefined
      ? (page.layers.find(({ uid }) => uid === asked.layer) ?? page.layers[0])
      : undefined;
  return { layer, copy, shownCopies, passage: passage?.uid };
}

export async function action({ request, params, context }: Route.ActionArgs) {
  const { actor, locale, house } = deskRequest(context);
  const page = await sourceAtWork(house.db, actor, uidParam(params.uid));
  if (page === undefined) notFound();
  const layer = new URL(request.url).searchParams.get('layer') ?? undefined;
  const answer = await answerForm(request, { db: house.db, actor, locale, page, layer });
  // A browser without scripts goes on to the page itself, so that a reload posts nothing again.
  const stays = answer.state.typed['stay'] !== undefined;
  if (answer.ok && !stays) {
    const { pathname, search } = new URL(request.url);
    return redirect(pathname + search, 303);
  }
  return data(answer, { status: answer.ok ? 200 : 422 });
}

/** Keeps the page, and with it what was typed, when the server cannot be reached. */
export async function clientAction({
  serverAction,
}: Route.ClientActionArgs): Promise<Answer | Lost> {
  try {
    return await serverAction();
  } catch (error) {
    const isAnswer = error instanceof Response || isRouteErrorResponse(error);
    if (isAnswer && error.status < 500) throw error;
    return { lost: true };
  }
}

export default function Source({ loaderData, actionData }: Route.ComponentProps) {
  const answer = actionData !== undefined && 'changes' in actionData ? actionData : undefined;
  return (
    <CodingPage
      key={loaderData.copy?.uid ?? loaderData.layer?.uid ?? loaderData.source.uid}
      page={loaderData}
      answer={answer}
    />
  );
}
