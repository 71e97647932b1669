import type { PartReading, PropertyReading, ValueReading } from '../../reading/reading.ts';
import type { FiguresReading } from '../../reading/read-edition.ts';
import { claimMarkup } from './claim-markup.ts';
import { html, type Markup, type Part } from './markup.ts';
import type { PageWords } from './page-words.ts';
import { measureText, shownMarkup } from './value-markup.ts';

/** A value and everything it rests on. */
export function valueMarkup(value: ValueReading, words: PageWords, said?: Part): Markup {
  const { t } = words;
  const valid =
    value.valid === undefined ? undefined : html` <span class="small">(${value.valid})</span>`;
  const origins =
    value.claims.length > 1
      ? html`<p class="small muted">${t('value.origins', { count: value.origins })}</p> `
      : undefined;
  return html`<div class="value">
    <p class="said">${said ?? shownMarkup(value.shown, words)}${valid}</p>
    ${value.claims.map((claim) => claimMarkup(claim, words))}${origins}
  </div> `;
}

export function propertiesMarkup(properties: readonly PropertyReading[], words: PageWords): Part {
  if (properties.length === 0) return undefined;
  return html`<dl>${properties.map((one) => propertyMarkup(one, words))}</dl> `;
}

function propertyMarkup(property: PropertyReading, words: PageWords): Markup {
  const { values, others, label } = property;
  const also: Part =
    others.length === 0
      ? undefined
      : [
          html`<p class="also">${words.t('value.others')}</p> `,
          others.map((value) => valueMarkup(value, words)),
        ];
  return html`<dt>${label}</dt>
    <dd>
      ${values.map((value) => valueMarkup(value, words))}${also}${disputeMarkup(property, words)}
    </dd> `;
}

function disputeMarkup(property: PropertyReading, { t }: PageWords): Part {
  const { dispute, settled, reason, rule } = property;
  if (dispute !== 'contradiction') return undefined;
  const key = settled ? 'dispute.contradiction.settled' : 'dispute.contradiction';
  const ruleKey = `rule.${rule}`;
  const why = reason === '' ? '' : ` ${t('dispute.reason', { reason })}`;
  return html`<p class="dispute">
    <strong>${t(key)}.</strong> ${t.has(ruleKey) ? t(ruleKey) : ''}${why}
  </p> `;
}

/** Figures, like beside like: two groups count different things. */
export function figuresMarkup({ property, groups }: FiguresReading, words: PageWords): Markup {
  const different =
    groups.length > 1 ? html`<p class="dispute">${words.t('figures.different')}.</p> ` : undefined;
  return html`<h3>${property.label}</h3>
    ${disputeMarkup(property, words)}${different}${groups.map(
      (group) =>
        html`<h4>
            <bdi>${group.counted}</bdi> <span class="small">${measureText(group, words)}</span>
          </h4>
          ${group.values.map((value) =>
            valueMarkup(
              value,
              words,
              value.shown.type === 'figure' ? value.shown.figure.number : undefined,
            ),
          )}`,
    )}`;
}

/** Something that concerns the subject and has no page of its own. */
export function partMarkup(part: PartReading, words: PageWords): Markup {
  const { headed, date } = part;
  const day = date === undefined ? undefined : html`<span class="day">${date.text}</span> `;
  const anchor = words.anchorOf(part.address);
  const heading = html`<bdi>${part.heading}</bdi>`;
  const same: Part =
    headed === undefined || headed.same.length === 0
      ? undefined
      : html`<ul class="small">
          ${headed.same.map(
            ({ label, shown }) =>
              html`<li>${words.t('field.before', { label })} ${shownMarkup(shown, words)}</li> `,
          )}
        </ul> `;
  return html`<li>
    <h3>${day}${anchor === undefined ? heading : html`<a href="#${anchor}">${heading}</a>`}</h3>
    ${headed?.value.claims.map((claim) => claimMarkup(claim, words))}${same}${propertiesMarkup(
      part.properties,
      words,
    )}${part.parts.length === 0 ? undefined : innerMarkup(part.parts, words)}
  </li> `;
}

function innerMarkup(parts: readonly PartReading[], words: PageWords): Markup {
  return html`<dl>
    <dt>${parts[0]?.role}</dt>
    <dd>
      ${parts.map(
        ({ headed, properties }) =>
          html`${headed === undefined ? undefined : valueMarkup(headed.value, words)}${propertiesMarkup(properties, words)}`,
      )}
    </dd>
  </dl> `;
}
