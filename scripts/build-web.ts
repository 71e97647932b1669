export async function ensureWebBuilt(_root: string, _say: (s: string) => void): Promise<void> {}
