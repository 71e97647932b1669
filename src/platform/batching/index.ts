export { BatchesFull, createBatcher, type Batcher, type Outcome } from './batcher.ts';
