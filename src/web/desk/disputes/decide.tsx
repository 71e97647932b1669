import { Link, useActionData } from 'react-router';
import * as z from 'zod';
import { may } from '#accounts';
import { decideResolution, entityPage, property, resolutionRules } from '#record';
import {
  choice,
  handleForm,
  PageForm,
  RadioGroup,
  SubmitButton,
  text,
  TextArea,
} from '../../forms/index.ts';
import { useT } from '../../messages/catalogs.ts';
import { notFound } from '../../not-found.ts';
import type { PageHandle } from '../../page-handle.ts';
import { deskRequest, uidParam } from '../desk-request.ts';
import { entityInWords } from '../entity/entity-words.ts';
import { ruleKey } from '../entity/property-list.tsx';
import { RankingFields } from './ranking-fields.tsx';
import { ValuesCompared } from './values-compared.tsx';
import type { Route } from './+types/decide.ts';
import '../claims/claims.css';
import '../entity/entity.css';
import './disputes.css';

export const handle: PageHandle = { hydrate: true, messages: ['record'] };

export async function loader({ params, context }: Route.LoaderArgs) {
  const { actor, locale, house } = deskRequest(context);
  const uid = uidParam(params.uid);
  const page = await entityPage(house.db, actor, uid, locale);
  const views = page?.properties.filter((view) => view.property === params.property) ?? [];
  if (page === undefined || views.length === 0) notFound();
  const words = await entityInWords(house.db, actor, locale, {
    ...page,
    properties: views,
    parts: [],
  });
  const [found] = words.properties;
  if (found === undefined) notFound();
  const sources = new Map(
    [...found.shown, ...found.others].flatMap(({ claims }) =>
      claims.flatMap(({ source }) => (source === null ? [] : [[source.uid, source] as const])),
    ),
  );
  return {
    entity: { uid, text: words.text },
    property: found,
    passages: words.passages,
    sources: [...sources.values()],
    mayDecide: may(actor, 'resolution.decide'),
  };
}

const decideForm = z.looseObject({
  rule: choice(resolutionRules),
  chosenClaim: z.uuid().optional(),
  reason: text(2_000),
});

export function action({ request, params, context }: Route.ActionArgs) {
  const { actor, house } = deskRequest(context);
  const entity = uidParam(params.uid);
  const code = property(params.property ?? '')?.code;
  if (code === undefined) notFound();
  return handleForm(request, decideForm, async ({ rule, chosenClaim, reason, ...rest }) => {
    await house.db.transaction().execute((tx) =>
      decideResolution(tx, actor, {
        ...{ entity, property: code, rule, reason },
        ...(chosenClaim !== undefined && { chosenClaim }),
        sourceRanking: rule === 'ranked-source' ? rankingOf(rest) : [],
      }),
    );
    return `/desk/entities/${entity}#${entity}-${code}`;
  });
}

// Fields `rank.<source>` hold 1, 2, 3 …; a source without a number is not ranked by hand.
function rankingOf(fields: Readonly<Record<string, unknown>>): string[] {
  return Object.entries(fields)
    .flatMap(([name, value]) => {
      const source = /^rank\.(?<uid>[0-9a-f-]{36})$/.exec(name)?.groups?.['uid'];
      const rank = Number(value);
      return source !== undefined && Number.isInteger(rank) && rank > 0 ? [{ source, rank }] : [];
    })
    .toSorted((a, b) => a.rank - b.rank)
    .map(({ source }) => source);
}

/** Decides which of several values is shown first; the others stay. */
export default function Decide({ loaderData }: Route.ComponentProps) {
  const t = useT('record');
  const state = useActionData<typeof action>();
  const { entity, property: disputed, passages, sources, mayDecide } = loaderData;
  const values = [...disputed.shown, ...disputed.others];
  return (
    <article className="case-file">
      <title>{`${entity.text} – ${disputed.label}`}</title>
      <header>
        <p className="eyebrow">
          <Link to={`/desk/entities/${entity.uid}`}>
            <bdi>{entity.text}</bdi>
          </Link>
        </p>
        <h1>{disputed.label}</h1>
      </header>
      <ValuesCompared values={values} passages={passages} />
      {mayDecide ? (
        <PageForm id="decide" state={state} area="record">
          <RadioGroup
            name="rule"
            label={t('decide.rule')}
            required
            defaultValue={disputed.rule}
            options={resolutionRuleCodes.map((rule) => ({
              value: rule,
              label: t(ruleKey(rule)),
              hint: t(`rule.${rule}.hint`),
            }))}
          />
          <RadioGroup
            name="chosenClaim"
            label={t('decide.chosen')}
            hint={t('decide.chosenHint')}
            options={values.map(({ key, value }) => ({
              value: key,
              label: <bdi>{value.text}</bdi>,
            }))}
          />
          {sources.length > 1 && <RankingFields sources={sources} />}
          <TextArea
            name="reason"
            label={t('decide.reason')}
            hint={t('decide.reasonHint')}
            rows={3}
            required
          />
          <div>
            <SubmitButton>{t('decide.save')}</SubmitButton>
          </div>
        </PageForm>
      ) : (
        <p className="muted">{t('decide.notYou')}</p>
      )}
    </article>
  );
}

// The rules themselves live with the record, whose code does not go to the browser.
const resolutionRuleCodes = [
  'ranked-source',
  'range',
  'majority-of-origins',
  'unconfirmed',
  'editors-choice',
] as const;
