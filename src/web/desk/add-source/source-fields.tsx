import { DateField, Field, Select, TextArea } from '../../forms/index.ts';
import { useT } from '../../messages/catalogs.ts';
import { useLocale } from '../../page-environment.tsx';
import { languageName } from '../language-name.ts';
import { notKnown } from './not-known.ts';

type Options = readonly { readonly value: string; readonly label: string }[];

/** What the fields of a source begin with; all as a person would type it. */
export interface SourceDescription {
  readonly title: string;
  readonly authors: readonly string[];
  readonly publisher: string;
  readonly published: string;
  readonly language: string;
  readonly material: string;
  readonly reliability: string;
  readonly notes: string;
}

// Offered while typing; any other tag is taken too.
const offered = 'fa en fr ar ku ckb az tr ps tg uz ur hy he ru uk de es it pt nl sv'.split(' ');

function notAssessedFirst(options: Options): Options {
  const isFirst = ({ value }: Options[number]) => (value === notKnown ? 0 : 1);
  return options.toSorted((a, b) => isFirst(a) - isFirst(b));
}

/** The description of a source: the same when it is added and when it is mended. */
export function SourceFields({
  materials,
  reliabilities,
  before,
  isTitleNeeded = false,
}: {
  readonly materials: Options;
  readonly reliabilities: Options;
  readonly before?: SourceDescription;
  readonly isTitleNeeded?: boolean;
}) {
  const t = useT('coding');
  const locale = useLocale();
  return (
    <>
      <Field
        name="title"
        label={t('source.title')}
        {...(!isTitleNeeded && { hint: t('source.titleHint') })}
        required={isTitleNeeded}
        defaultValue={before?.title}
      />
      <div className="side-by-side">
        <TextArea
          name="authors"
          label={t('source.authors')}
          hint={t('source.authorsHint')}
          rows={2}
          defaultValue={before?.authors.join('\n')}
        />
        <Field
          name="publisher"
          label={t('source.publisher')}
          hint={t('source.publisherHint')}
          defaultValue={before?.publisher}
        />
      </div>
      <div className="side-by-side">
        <DateField
          name="published"
          label={t('source.published')}
          defaultValue={before?.published}
        />
        <Field
          name="language"
          label={t('source.language')}
          hint={t('source.languageHint')}
          width="short"
          list="languages"
          defaultValue={before?.language}
        />
      </div>
      <datalist id="languages">
        {offered.map((tag) => (
          <option key={tag} value={tag}>
            {languageName(tag, locale)}
          </option>
        ))}
      </datalist>
      <div className="side-by-side">
        <Select
          name="material"
          label={t('source.material')}
          options={materials.filter(({ value }) => value !== notKnown)}
          empty={t('source.materialEmpty')}
          defaultValue={before?.material === notKnown ? '' : before?.material}
        />
        <Select
          name="reliability"
          label={t('source.reliability')}
          options={notAssessedFirst(reliabilities)}
          defaultValue={before?.reliability ?? notKnown}
        />
      </div>
      <TextArea
        name="notes"
        label={t('source.notes')}
        hint={t('source.notesHint')}
        rows={2}
        defaultValue={before?.notes}
      />
    </>
  );
}
