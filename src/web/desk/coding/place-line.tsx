import { Link } from 'react-router';
import type { PassageView } from '#record';
import { useT } from '../../messages/catalogs.ts';
import { useLocale } from '../../page-environment.tsx';
import { placeWords } from '../../place-words.ts';
import { Thumbnail } from '../media/thumbnail.tsx';
import { useCoding } from './coding-context.tsx';

/** Where in a picture or recording a claim rests: in words that lead there, and cut out. */
export function PlaceLine({
  passage,
  onPassage,
}: {
  readonly passage: PassageView;
  readonly onPassage?: (passage: string) => void;
}) {
  const t = useT('common');
  const locale = useLocale();
  const { copy } = useCoding();
  const { region } = passage;
  if (region === null) return null;
  const words = placeWords(region, t, locale);
  const isOpen = copy?.uid === passage.copy;
  return (
    <p className="place-line small">
      {'x' in region && <Thumbnail copy={passage.copy} box={region} />}
      <Link
        to={`?copy=${passage.copy}&passage=${passage.uid}`}
        onClick={(event) => {
          if (!isOpen || onPassage === undefined) return;
          event.preventDefault();
          onPassage(passage.uid);
        }}
      >
        {words}
      </Link>
    </p>
  );
}
