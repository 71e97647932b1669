export { fixedClock, systemClock, type Clock } from './clock.ts';
export { isTimeSteady } from './steady-time.ts';
