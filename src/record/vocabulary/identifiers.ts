export const identifierSchemes = ['wikidata', 'imdb', 'isni', 'viaf'] as const;
export type IdentifierScheme = (typeof identifierSchemes)[number];
