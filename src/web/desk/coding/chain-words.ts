import type { AreaTranslator } from '../../messages/catalogs.ts';

/** A link as far as it is told in words. */
interface ToldLink {
  readonly text: string;
  readonly seen: boolean;
  readonly type: string;
}

/**
 * A chain as one line: "his lawyer, through a trade magazine (not seen), through this paper". The
 * last link is what we read ourselves; that it was seen goes without saying. Whoever speaks is neither
 * seen nor not: only a source is.
 */
export function chainWords(chain: readonly ToldLink[], t: AreaTranslator<'coding'>): string {
  if (chain.length === 0) return t('chain.itself');
  return chain
    .map((link, index) => {
      const isLast = index === chain.length - 1;
      const isUnseen = link.type === 'source' && !link.seen && !isLast;
      const who = isUnseen ? t('chain.notSeen', { who: link.text }) : link.text;
      return index === 0 ? who : t('chain.through', { who });
    })
    .join(`${t('chain.comma')} `);
}
