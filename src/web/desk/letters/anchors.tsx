import { Link, useActionData } from 'react-router';
import * as z from 'zod';
import { sentencesOf, wordsAt, type LetterText, type Stretch } from '@countersign/letter';
import { addAnchors, dropAnchor, listAnchors, listVersions, overlaps } from '#letters';
import { publicSubject, readEdition, readLetterNotes, toldValues, type ToldValue } from '#publish';
import { findEntities } from '#record';
import { currentHashes } from '#editions';
import { handleForm, optionalText } from '../../forms/index.ts';
import { useT } from '../../messages/catalogs.ts';
import { notFound } from '../../not-found.ts';
import type { PageHandle } from '../../page-handle.ts';
import { uidParam, type DeskRequest } from '../desk-request.ts';
import { AnchorPanel } from './anchor-panel.tsx';
import { AnchoredText } from './anchored-text.tsx';
import { letterRequest } from './letter-request.ts';
import { offeredClaims } from './offered-claims.ts';
import { textDirection } from '#platform/languages';
import type { Route } from './+types/anchors.ts';
import '../../public/public.css';
import '../entity/entity.css';
import './letters.css';

export const handle: PageHandle = { hydrate: true, messages: ['letters', 'public'] };

export async function loader({ request, params, context }: Route.LoaderArgs) {
  const { letter, ...desk } = await letterRequest(context, params.uid);
  const { actor, locale, house } = desk;
  const versions = await listVersions(house.db, actor, letter.uid);
  const version = versions.find(({ uid }) => uid === uidParam(params.version));
  if (version === undefined) notFound();
  const { text } = version;
  const anchors = (await listAnchors(house.db, actor, letter.uid)).filter(
    (anchor) => anchor.version === version.uid,
  );
  const notes = await readLetterNotes(
    house.readerDb,
    anchors.map(({ subject, claim, ...stretch }) => ({
      ...{ ...stretch, claims: [{ subject, claim }] },
    })),
    locale,
  );
  const query = new URL(request.url).searchParams;
  return {
    letter: { uid: letter.uid, name: letter.name },
    version: { uid: version.uid, number: version.number },
    ...{ language: text.language, direction: textDirection(text.language) },
    sentences: sentencesOf(text).map((sentence) => ({
      ...sentence,
      anchors: anchors.flatMap((anchor, at) => {
        const claim = notes[at]?.claims[0];
        return claim !== undefined && overlaps(anchor, sentence)
          ? [{ uid: anchor.uid, claim }]
          : [];
      }),
    })),
    panel: await panelOf(desk, text, query),
  };
}

const place = /^(?<block>\d{1,4})\.(?<start>\d{1,6})\.(?<end>\d{1,6})$/;

function stretchOf(at: string): Stretch | undefined {
  const { block, start, end } = place.exec(at)?.groups ?? {};
  return block === undefined
    ? undefined
    : { block: Number(block), start: Number(start), end: Number(end) };
}

/** What is being anchored: the words, who was looked for, whose claims are offered. */
async function panelOf(
  { actor, locale, house }: DeskRequest,
  text: LetterText,
  query: URLSearchParams,
) {
  const at = query.get('at') ?? '';
  const stretch = stretchOf(at);
  const words = stretch && wordsAt(text, stretch);
  if (words === undefined || words === '') return undefined;
  const q = (query.get('q') ?? '').slice(0, 200);
  const found = q.trim() === '' ? [] : await findEntities(house.db, actor, q);
  const published = await currentHashes(
    house.db,
    found.map(({ uid }) => uid),
  );
  const chosen = query.get('subject') ?? '';
  const only = (query.get('only') ?? '').slice(0, 200);
  const subject = chosen === '' ? undefined : await publicSubject(house.readerDb, chosen);
  const reading = subject?.state === 'current' ? readEdition(subject.edition, locale) : undefined;
  const told = reading === undefined ? [] : toldValues(reading);
  return {
    ...{ at, words, q },
    found: found
      .filter(({ uid }) => published.has(uid))
      .map(({ uid, name }) => ({ uid, text: name })),
    subject: reading && { uid: reading.uid, text: reading.name.text },
    claims: {
      told: offeredClaims(told.map(withoutLinks), only),
      ...{ only, all: new Set(told.map(({ value }) => value.uid)).size },
    },
  };
}

// It is the label of a box to tick: a link in it would lead away instead.
function withoutLinks({ value, ...rest }: ToldValue): ToldValue {
  const { shown } = value;
  const plain = shown.type === 'entity' ? ({ type: 'entity', name: shown.name } as const) : shown;
  return { ...rest, value: { ...value, shown: plain } };
}

const anchorForm = z.object({
  drop: z.uuid().optional(),
  at: optionalText(40),
  subject: z.uuid().optional(),
  claim: z.array(z.uuid()).max(200),
});

export async function action({ request, params, context }: Route.ActionArgs) {
  const { actor, house, letter } = await letterRequest(context, params.uid);
  const version = uidParam(params.version);
  return handleForm(
    request,
    anchorForm,
    async ({ drop, at = '', subject = '', claim: claims }) => {
      await house.db.transaction().execute(async (tx) => {
        if (drop !== undefined) return dropAnchor(tx, actor, drop);
        const stretch = stretchOf(at) ?? notFound();
        return addAnchors(tx, actor, version, { ...stretch, subject, claims });
      });
      const [block = ''] = at.split('.');
      return `/desk/letters/${letter.uid}/versions/${version}/anchors#${drop === undefined ? `block-${block}` : ''}`;
    },
    { lists: ['claim'] },
  );
}

/** Ties what a version tells as fact to what the record tells, sentence by sentence. */
export default function Anchors({ loaderData }: Route.ComponentProps) {
  const t = useT('letters');
  const state = useActionData<typeof action>();
  const { letter, version, panel, sentences, language, direction } = loaderData;
  const bare = sentences.filter(({ hasFigure, anchors }) => hasFigure && anchors.length === 0);
  return (
    <article className="case-file">
      <title>{`${t('anchors.title')} – ${letter.name}`}</title>
      <header>
        <p className="eyebrow">
          <Link to={`/desk/letters/${letter.uid}`}>
            <bdi>{letter.name}</bdi>
          </Link>{' '}
          ·{' '}
          <Link to={`/desk/letters/${letter.uid}/versions/${version.uid}`}>
            {t('version', { number: version.number })}
          </Link>
        </p>
        <h1>{t('anchors.title')}</h1>
      </header>
      <p>{t('anchors.what')}</p>
      {bare.length > 0 && <p className="figures-bare">{t('anchors.bare', { n: bare.length })}</p>}
      {panel !== undefined && <AnchorPanel panel={panel} state={state} lang={language} />}
      <AnchoredText sentences={sentences} lang={language} dir={direction} state={state} />
    </article>
  );
}
