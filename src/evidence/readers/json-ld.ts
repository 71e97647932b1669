export interface ArticleData {
  readonly title?: string | undefined;
  readonly authors: readonly string[];
  readonly published?: string | undefined;
  readonly publisher?: string | undefined;
}

type Json = Readonly<Record<string, unknown>>;

const articleType =
  /Article$|^(?:BlogPosting|Report|SocialMediaPosting|DiscussionForumPosting|Review|VideoObject)$/;

/** The first schema.org article in the JSON-LD scripts of a page; broken scripts are passed over. */
export function jsonLdArticle(scripts: readonly string[]): ArticleData {
  for (const script of scripts) {
    const article = findArticle(parseJson(script), 0);
    if (article !== undefined) {
      return {
        title: textOf(article['headline']) ?? textOf(article['name']),
        authors: namesOf(article['author'] ?? article['creator']),
        published: textOf(article['datePublished']),
        publisher: namesOf(article['publisher'])[0],
      };
    }
  }
  return { authors: [] };
}

function parseJson(script: string): unknown {
  if (script.length > 1_000_000) return undefined;
  try {
    return JSON.parse(script);
  } catch {
    return undefined;
  }
}

// Articles stand alone, in a list, in @graph or as mainEntity; five steps down reach all of them.
function findArticle(value: unknown, depth: number): Json | undefined {
  if (depth > 5) return undefined;
  if (Array.isArray(value)) {
    for (const item of value.slice(0, 200)) {
      const article = findArticle(item, depth + 1);
      if (article !== undefined) return article;
    }
    return undefined;
  }
  if (!isJson(value)) return undefined;
  const types: unknown[] = [value['@type']].flat();
  if (types.some((type) => typeof type === 'string' && articleType.test(type))) return value;
  return findArticle(value['@graph'], depth + 1) ?? findArticle(value['mainEntity'], depth + 1);
}

function namesOf(value: unknown): string[] {
  const list: unknown[] = [value].flat();
  return list
    .slice(0, 100)
    .map((item) => (isJson(item) ? textOf(item['name']) : textOf(item)))
    .filter((name) => name !== undefined)
    .filter((name) => !/^https?:/i.test(name));
}

function textOf(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  const folded = value.replace(/\s+/g, ' ').trim();
  return folded === '' ? undefined : folded;
}

function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
