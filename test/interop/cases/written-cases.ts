import type { Case } from './case.ts';
import { casesByDesign } from './by-design.ts';
import { editionCases } from './edition-cases.ts';
import { jsonCases } from './json-cases.ts';
import { noteCases } from './note-cases.ts';
import { openingCases } from './opening-cases.ts';
import { policyCases } from './policy-cases.ts';
import { registerCases } from './register-cases.ts';
import { smallCases } from './small-cases.ts';

/** The cases that were thought of one by one, with what must come of them. */
export function writtenCases(): Case[] {
  return [
    ...editionCases(),
    ...registerCases(),
    ...openingCases(),
    ...noteCases(),
    ...policyCases(),
    ...smallCases(),
    ...jsonCases(),
    ...casesByDesign(),
  ];
}
