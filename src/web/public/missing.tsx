import { notFound } from '../not-found.ts';

export function loader() {
  notFound();
}

/** Whatever no other page answers: nothing is there. */
export default function Missing() {
  return null;
}

export { PageError as ErrorBoundary } from '../components/index.ts';
