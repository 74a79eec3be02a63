/** The walk over Babel's trees. Its CommonJS build wraps the function once more, depending on who loads it. */
import traverseModule from '@babel/traverse';

export const traverse = ((traverseModule as unknown as { default?: unknown }).default ?? traverseModule) as typeof traverseModule.default;
