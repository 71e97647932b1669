/** What machines read of a letter's page. */
export interface LetterFacts {
  readonly address: string;
  readonly title: string;
  /** BCP 47. */
  readonly language: string;
  readonly form: 'collective' | 'testimony';
  readonly initiators: readonly string[];
  readonly addressees: readonly string[];
  readonly publishedAt: Date;
  readonly version: number;
  readonly publisher: string;
  readonly publicUrl: string;
  readonly image: string;
  /** Of a translation, the text that counts. */
  readonly translates: TextFacts | undefined;
  readonly translations: readonly TextFacts[];
  /** People who have signed; undefined where nobody can sign. */
  readonly signed: number | undefined;
}

/** A text of a letter in another language. */
export interface TextFacts {
  /** BCP 47. */
  readonly language: string;
  readonly address: string;
}

/**
 * A letter in schema.org's words, as JSON-LD that cannot end the element it stands in, whatever anybody
 * wrote. No name of anybody who signed is in it. Pure.
 */
export function letterData(facts: LetterFacts): string {
  const named = (type: string) => (name: string) => ({ '@type': type, name });
  const work = ({ language, address }: TextFacts) => ({
    ...{ '@type': 'CreativeWork', '@id': address, inLanguage: language },
  });
  const { translates, translations } = facts;
  const data = {
    '@context': 'https://schema.org',
    '@type': 'CreativeWork',
    '@id': facts.address,
    url: facts.address,
    headline: facts.title,
    genre: facts.form === 'collective' ? 'open letter' : 'testimony',
    inLanguage: facts.language,
    dateModified: facts.publishedAt.toISOString(),
    version: String(facts.version),
    image: facts.image,
    isAccessibleForFree: true,
    publisher: { '@type': 'Organization', name: facts.publisher, url: facts.publicUrl },
    ...(facts.initiators.length > 0 && { creator: facts.initiators.map(named('Thing')) }),
    ...(facts.addressees.length > 0 && { audience: facts.addressees.map(named('Audience')) }),
    ...(translates !== undefined && { translationOfWork: work(translates) }),
    ...(translations.length > 0 && { workTranslation: translations.map(work) }),
    ...(facts.signed !== undefined && {
      interactionStatistic: {
        '@type': 'InteractionCounter',
        interactionType: 'https://schema.org/EndorseAction',
        userInteractionCount: facts.signed,
      },
    }),
  };
  return JSON.stringify(data).replaceAll(
    /[<>&\u2028\u2029]/gu,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
