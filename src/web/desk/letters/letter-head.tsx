import { Link } from 'react-router';

/** The head of a page about one side of a letter, with the way back to it. */
export function LetterHead({
  uid,
  name,
  title,
  to = `/desk/letters/${uid}`,
}: {
  readonly uid: string;
  readonly name: string;
  readonly title: string;
  readonly to?: string;
}) {
  return (
    <header className="page-head">
      <title>{`${title} – ${name}`}</title>
      <div>
        <p className="eyebrow">
          <Link to={to}>
            <bdi>{name}</bdi>
          </Link>
        </p>
        <h1>{title}</h1>
      </div>
    </header>
  );
}
