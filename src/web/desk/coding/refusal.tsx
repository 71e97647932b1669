import type { ClaimCard } from './coding-facts.ts';

/** What the reviewer wrote when refusing a claim. */
export function Refusal({ refusal }: { readonly refusal: NonNullable<ClaimCard['refusal']> }) {
  return (
    <blockquote className="claim-refusal" dir="auto">
      {refusal.comment} <cite>{refusal.by}</cite>
    </blockquote>
  );
}
