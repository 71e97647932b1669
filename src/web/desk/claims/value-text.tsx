import { Link } from 'react-router';
import type { ValueWords } from './value-words.ts';

/** A value as it is printed: words of a source in their language, what it points to as a link. */
export function ValueText({
  value,
  isLinked = true,
}: {
  readonly value: ValueWords;
  readonly isLinked?: boolean;
}) {
  return (
    <>
      {isLinked ? <ValueCore value={value} /> : <bdi>{value.text}</bdi>}
      {value.counts !== undefined && value.counts !== '' && (
        <span className="value-counts">
          <bdi>{value.counts}</bdi>
        </span>
      )}
    </>
  );
}

function ValueCore({ value }: { readonly value: ValueWords }) {
  const { text, lang, entity, address } = value;
  if (entity !== undefined) {
    return (
      <Link to={`/desk/entities/${entity.uid}`}>
        <bdi>{text}</bdi>
      </Link>
    );
  }
  if (address !== undefined) {
    return (
      <a href={address} rel="noreferrer" dir="ltr">
        {text}
      </a>
    );
  }
  if (lang === undefined) return <bdi>{text}</bdi>;
  return (
    <bdi className="value-words" {...(lang !== '' && { lang })}>
      {text}
    </bdi>
  );
}
