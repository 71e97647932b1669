export { ConfigError, type ConfigProblem, type ConfigProblemCode } from './config-error.ts';
export { parseConfig, type Config, type Places } from './parse-config.ts';
export { Secrets, type SecretValues } from './secrets.ts';
export { variables, variablesTable, type Variable } from './variables.ts';
