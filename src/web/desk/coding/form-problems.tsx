import { useEffect, useRef } from 'react';
import type { Problem } from '#platform/errors';
import { Notice } from '../../components/index.ts';
import { useSentence } from './coding-context.tsx';

/** What was wrong with the last try, brought into sight: the button that sent it is at the far end. */
export function FormProblems({
  problems,
  before,
}: {
  readonly problems: readonly Problem[];
  /** What a problem belongs to, in words. */
  readonly before?: (problem: Problem) => string;
}) {
  const sentence = useSentence();
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (problems.length > 0) place.current?.scrollIntoView({ block: 'nearest' });
  }, [problems]);
  if (problems.length === 0) return null;
  return (
    <div ref={place} className="form-problems">
      <Notice tone="problem" live>
        {problems.map((problem) => (
          <p key={`${problem.field} ${problem.code}`}>
            {before?.(problem)} {sentence(problem)}
          </p>
        ))}
      </Notice>
    </div>
  );
}
