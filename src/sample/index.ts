export { loadSample, type SampleProgress } from './load-sample.ts';
export { SampleRefusal, type SampleCode } from './sample-refusal.ts';
