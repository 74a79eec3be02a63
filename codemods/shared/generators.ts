/** A generator that waits is an async generator: its loops wait for each turn. Other uses of it are refused. */
import type { ASTPath } from 'jscodeshift';
import { type Edited, refuse } from './asynchronous.js';
import { insertAt } from './edits.js';
import type { NodeShape } from './source.js';

interface Loop extends NodeShape {
  await?: boolean;
  right?: unknown;
  delegate?: boolean;
}

/** `for (const name of names())` becomes `for await (…)`; `yield* names()` waits by itself. */
export function loopOver(path: ASTPath): Edited {
  const parent = path.parent?.node as unknown as Loop | undefined;
  if (parent?.type === 'YieldExpression' && parent.delegate) return { edits: [] };
  if (parent?.type !== 'ForOfStatement' || parent.right !== path.node) return refuse(path.node, 'a generator that is used in another way than by a loop over it', 'generator');
  return { edits: parent.await ? [] : [insertAt(parent.start + 'for'.length, ' await')] };
}
