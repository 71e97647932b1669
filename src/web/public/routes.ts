import { index, route } from '@react-router/dev/routes';

/** Pages for readers, beneath the language. */
export const publicRoutes = [
  index('public/front.tsx'),
  route('method', 'public/method.tsx'),
  route('log', 'public/log/log.tsx'),
  route('proof/:subject', 'public/log/proof.tsx'),
  route('letters/:uid/text/:language', 'public/letters/letter-text.tsx'),
  route('letters/:uid/sign/:language?', 'public/letters/sign.tsx'),
  route('letters/:uid/signed', 'public/letters/signed.tsx'),
  route('letters/:uid/received', 'public/letters/received.tsx'),
  route('letters/:uid/signatures', 'public/letters/signatures.tsx'),
  route('letters/:uid/quotes', 'public/letters/quotes.tsx'),
  route('testimony/:code', 'public/letters/testimony.tsx'),
  route('stop/:code', 'public/letters/stop.tsx'),
  route('invitation/:code', 'public/letters/invitation.tsx'),
  route('agent/:code', 'public/letters/agent.tsx'),
  route('letters/:uid/ledger', 'public/letters/ledger.tsx'),
  route('signature/:code', 'public/letters/signature.tsx'),
  route('signature/:code/quote', 'public/letters/own-quote.tsx'),
  route('signature/:code/vouching', 'public/letters/vouching.tsx'),
  route('vouch/:address', 'public/letters/vouch-address.tsx'),
  route('signature/:code/:file', 'public/letters/signature-file.ts'),
  route(':kinds', 'public/list.tsx'),
  route(':kinds/:uid', 'public/subject.tsx'),
  route(':kinds/:uid/editions/:number', 'public/edition.tsx'),
  route('*', 'public/missing.tsx'),
];

/** Files for programs that follow or index the record. */
export const publicFileRoutes = [
  route('robots.txt', 'public/robots.ts'),
  route('letters/:uid/ledger.json', 'public/letters/ledger-file.ts'),
  route('feed/:file', 'public/feed.ts'),
  route('sitemap.xml', 'public/sitemap.ts', { id: 'sitemap-index' }),
  route('sitemap/:file', 'public/sitemap.ts'),
];
