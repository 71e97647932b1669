export { keepDoing, type OngoingWork } from './keep-doing.ts';
export { onStopRequest, type StopReason } from './stop-request.ts';
