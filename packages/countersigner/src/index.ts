export {
  type Answer,
  type Countersigner,
  type CountersignerOptions,
  createCountersigner,
  type ClockBehind,
  type Fork,
} from './countersigner.ts';
export type { SeenTree, SeenTrees } from './store.ts';
export { maxSubmissionBytes } from './submission.ts';
