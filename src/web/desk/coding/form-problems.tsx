import { useEffect, useRef } from 'react';
import type { Problem } from '#platform/errors';
import { Notice } from '../../components/index.ts';
import type { Answer } from './answer-form.ts';
import { useSentence } from './coding-context.tsx';

/** What was wrong with the last try, brought into sight: the button that sent it is at the far end. */
export function FormProblems({
  answer,
  problems,
  before,
  say,
}: {
  /** In which they were told. */
  readonly answer: Answer | undefined;
  readonly problems: readonly Problem[];
  /** What a problem belongs to, in words. */
  readonly before?: (problem: Problem) => string;
  /** What is wrong, where that is known better than by its code. */
  readonly say?: (problem: Problem) => string | undefined;
}) {
  const sentence = useSentence();
  const place = useRef<HTMLDivElement>(null);
  // Not when one of them is mended: the hands are elsewhere then.
  useEffect(() => {
    if (answer === undefined) return;
    place.current?.scrollIntoView({ block: 'nearest' });
    place.current?.closest('form')?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [answer]);
  if (problems.length === 0) return null;
  return (
    <div ref={place}>
      <Notice tone="problem" live>
        {problems.map((problem) => (
          <p key={`${problem.field} ${problem.code}`}>
            {before?.(problem)} {say?.(problem) ?? sentence(problem)}
          </p>
        ))}
      </Notice>
    </div>
  );
}
