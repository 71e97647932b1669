import { index, route } from '@react-router/dev/routes';

/** Pages for readers, beneath the language. */
export const publicRoutes = [
  index('public/front.tsx'),
  route('method', 'public/method.tsx'),
  route('log', 'public/log/log.tsx'),
  route('proof/:subject', 'public/log/proof.tsx'),
  route(':kinds', 'public/list.tsx'),
  route(':kinds/:uid', 'public/subject.tsx'),
  route('*', 'public/missing.tsx'),
];
