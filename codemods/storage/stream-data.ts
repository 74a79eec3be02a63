/** Whether what is written may be a stream: `fs.promises.writeFile` takes one and writes piece after piece, a store takes the document whole. It looks at types that are written, at what a variable is given, and at names. */
import type { ASTPath } from 'jscodeshift';
import { type Node, eachNode, nameOf } from './result-places.js';

const STREAM_TYPE = /^(?:Readable|ReadableStream|Stream|Duplex|Transform|PassThrough|ReadStream|IncomingMessage|AsyncIterable|AsyncIterableIterator|AsyncGenerator)$/;
const MAKES_STREAM = /^(?:createReadStream|fromWeb|pipe|pipeThrough|createGzip|createGunzip)$/;
const STREAM_NAME = /^(?:req|request|readable)$|stream$/i;

export function mayBeStream(path: ASTPath, data: Node | undefined): boolean {
  if (!data) return false;
  if (data.type === 'AwaitExpression' || data.type === 'TSAsExpression' || data.type === 'TSNonNullExpression') return mayBeStream(path, (data.argument ?? data.expression) as Node);
  if (/MemberExpression$/.test(data.type)) return STREAM_NAME.test(nameOf(data));
  if (data.type === 'NewExpression') return STREAM_TYPE.test((data.callee as Node).name ?? nameOf(data.callee as Node));
  if (data.type === 'CallExpression') return isMaker(data.callee as Node);
  if (data.type !== 'Identifier') return false;
  return STREAM_NAME.test(data.name ?? '') || declarationsOf(path, data.name ?? '').some((one) => namesStream(one.typeAnnotation) || (one.init !== undefined && mayBeStream(path, one.init)));
}

/** `fs.createReadStream(…)`, `Readable.from(…)`, `x.pipe(…)`. */
function isMaker(callee: Node): boolean {
  const name = callee.name ?? (/MemberExpression$/.test(callee.type) ? nameOf(callee) : '');
  return MAKES_STREAM.test(name) || (name === 'from' && STREAM_TYPE.test((callee.object as Node).name ?? ''));
}

function namesStream(annotation: unknown): boolean {
  let found = false;
  eachNode(annotation, (node) => {
    if (node.type === 'Identifier' && STREAM_TYPE.test(node.name ?? '')) found = true;
  });
  return found;
}

/** Where the scope declares the name: a parameter with its type, a variable with its type and first value. */
function declarationsOf(path: ASTPath, name: string): { typeAnnotation: unknown; init?: Node }[] {
  const scope = (path.scope as { lookup(name: string): { getBindings(): Record<string, ASTPath[]> } | null } | null)?.lookup(name);
  return (scope?.getBindings()[name] ?? []).map((binding) => {
    const node = binding.node as unknown as Node;
    const parent = (binding.parent as ASTPath | null)?.node as unknown as Node | undefined;
    const init = parent?.type === 'VariableDeclarator' && parent.id === node && parent.init ? (parent.init as Node) : undefined;
    return { typeAnnotation: node.typeAnnotation, ...(init && init !== node ? { init } : {}) };
  });
}
