import type { NameReading } from '#publish';

/** A name in the reader's language, linked to its page where it has one. */
export function NameLink({
  name,
  address,
}: {
  readonly name: NameReading;
  readonly address?: string | undefined;
}) {
  const text = <bdi lang={name.language}>{name.text}</bdi>;
  return address === undefined ? text : <a href={address}>{text}</a>;
}

/** A name with its original script beside it, for the place where somebody is first spoken of. */
export function FullName({ name }: { readonly name: NameReading }) {
  const [other] = name.others;
  return (
    <>
      <bdi lang={name.language}>{name.text}</bdi>
      {other !== undefined && (
        <>
          {' '}
          <bdi className="name-other" lang={other.language}>
            {other.text}
          </bdi>
        </>
      )}
    </>
  );
}
