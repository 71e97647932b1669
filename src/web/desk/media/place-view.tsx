import { useT } from '../../messages/catalogs.ts';
import { useLocale } from '../../page-environment.tsx';
import { placeWords, type Place } from '../../place-words.ts';
import { useHydrated } from '../use-hydrated.ts';
import { Cover } from './cover.tsx';
import { Picture, Spotlight } from './picture.tsx';
import { Player } from './player.tsx';
import type { ShownCopy } from './shown-copy.ts';
import './media.css';

/** A place in a picture or recording, to be looked at on the spot. Without scripts there is nothing. */
export function PlaceView({ copy, place }: { readonly copy: ShownCopy; readonly place: Place }) {
  const t = useT('common');
  const locale = useLocale();
  const isHydrated = useHydrated();
  if (!isHydrated) return null;
  const words = placeWords(place, t, locale);
  return (
    <details className="place-view">
      <summary>{t('passage.show')}</summary>
      <Cover>
        {(shown) =>
          copy.kind === 'image' && !('from' in place) ? (
            <Picture copy={copy} alt={words}>
              <Spotlight box={place} />
            </Picture>
          ) : (
            <Player
              copy={copy}
              label={words}
              isMuted={shown === 'blurred'}
              {...('from' in place && { stretch: place })}
            />
          )
        }
      </Cover>
    </details>
  );
}
