export { ForbiddenAddress, isForbiddenHost } from './forbidden-address.ts';
export { guardedAgent, openGuardedAgent } from './guarded-agent.ts';
