import { locales, nativeName, type Locale, type Translator } from '#platform/languages';
import { html, type Markup, type ToldVerdict } from '#publish';

/** The frame of the page; results go into `#result`, what was published into `#reading`. */
export function frameMarkup(t: Translator, policyText: string): Markup {
  return html`<div class="bar controls" role="group" aria-label="${t('verify.language')}">
      ${locales.map((locale) => languageButton(locale, locale === t.locale))}
    </div>
    <header>
      <h1>${t('verify.title')}</h1>
      <p>${t('verify.lead')}</p>
      <p class="small muted">${t('verify.tool')}</p>
    </header>
    <main>
      <div class="controls">
        <div class="drop" id="drop">
          <p>${t('verify.drop')}</p>
          <label class="choose"
            >${t('verify.choose')}<input type="file" id="files" multiple
          /></label>
        </div>
        <details class="trust" ${policyText === '' ? undefined : html` open`}>
          <summary>${t('verify.policy')}</summary>
          <p class="small muted" id="policy-note">${t('verify.policy.note')}</p>
          <textarea
            id="policy"
            dir="ltr"
            spellcheck="false"
            autocomplete="off"
            aria-label="${t('verify.policy')}"
            aria-describedby="policy-note"
          >
${policyText}</textarea>
          <p class="choices">
            <label class="choose"
              >${t('verify.policy.file')}<input type="file" id="policy-file"
            /></label>
            <label class="choose">${t('verify.roots')}<input type="file" id="roots-file" /></label>
          </p>
        </details>
      </div>
      <div id="result" aria-live="polite"></div>
      <div id="reading"></div>
    </main>`;
}

function languageButton(locale: Locale, isChosen: boolean): Markup {
  return html`<button
    type="button"
    data-locale="${locale}"
    lang="${locale}"
    aria-pressed="${String(isChosen)}"
  >
    ${nativeName(locale)}
  </button> `;
}

/** On paper alone: when it was checked, and whom it was checked against. */
export function circumstancesMarkup(t: Translator, at: string, policyText: string): Markup {
  return html`<section class="on-paper">
    <p>${t('print.checked', { at })}</p>
    ${
      policyText.trim() === ''
        ? html`<p>${t('print.noPolicy')}</p>`
        : html`<p>${t('print.policy')}</p>
            <pre dir="ltr">${policyText}</pre>`
    }
  </section>`;
}

export function verdictMarkup(told: ToldVerdict, name: string): Markup {
  return html`<section class="verdict ${told.outcome}" data-outcome="${told.outcome}">
    <p class="small muted"><bdi>${name}</bdi></p>
    <h2 tabindex="-1" id="headline">${told.headline}</h2>
    ${told.lead.map((line) => html`<p>${line}</p> `)}${told.sections
      .filter(({ lines }) => lines.length > 0)
      .map(
        ({ title, lines }) =>
          html`<h3>${title}</h3>
            <ul>
              ${lines.map((line) => html`<li><bdi>${line}</bdi></li> `)}
            </ul> `,
      )}
    <details>
      <summary>${told.detailsTitle}</summary>
      <dl>
        ${told.details.map(
          ({ label, value }) =>
            html`<dt>${label}</dt>
              <dd class="code"><bdi dir="ltr">${value}</bdi></dd> `,
        )}
      </dl>
    </details>
  </section>`;
}
