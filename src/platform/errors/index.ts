export { Refusal, type Problem } from './refusal.ts';
