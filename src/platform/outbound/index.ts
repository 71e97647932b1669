export { ForbiddenAddress, isForbiddenHost, isMetadataAddress } from './forbidden-address.ts';
export { guardedAgent, openGuardedAgent } from './guarded-agent.ts';
