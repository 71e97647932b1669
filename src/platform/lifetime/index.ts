export { onStopRequest, type StopReason } from './stop-request.ts';
