/** Where an upload middleware of the multer family puts the files that it takes from a request: a folder, or what a function of the program calls back with. */
import type { ExprId } from '../core/facts.js';
import { evaluate } from './values.js';
import type { World } from './world.js';

interface Spot {
  file: string;
  expr: ExprId;
}

const DISK_STORAGE = /\.diskStorage\(\)$/;

/** `done(null, folder)`: what a function that answers by its last parameter answers with; any other value stands for itself. */
export function calledBack(world: World, at: Spot): Spot[] {
  return evaluate(world, at.file, at.expr).some((value) => value.v === 'function') ? evaluate(world, at.file, at.expr).flatMap((value) => (value.v === 'function' ? answersOf(world, value.file, value.fn) : [])) : [at];
}

function answersOf(world: World, file: string, fn: number): Spot[] {
  const facts = world.files.get(file)?.facts;
  const done = facts?.functions[fn]?.params.at(-1);
  if (!facts || done === undefined || done === null) return [];
  return facts.calls.flatMap((call): Spot[] => {
    const callee = facts.exprs[call.callee];
    const answer = call.args[1];
    return callee?.k === 'binding' && callee.binding === done && answer !== undefined ? [{ file, expr: answer }] : [];
  });
}

const known = new WeakMap<World, { file: string; call: number }[]>();

/** Every `multer(options)` of the program. */
export function uploadMiddlewares(world: World): { file: string; call: number }[] {
  const found = known.get(world) ?? callsOf(world, 'multer');
  known.set(world, found);
  return found;
}

const callsOf = (world: World, origin: string): { file: string; call: number }[] => [...world.files].flatMap(([file, { facts }]) => facts.calls.flatMap(({ callee }, call) => (evaluate(world, file, callee).some((value) => value.v === 'origin' && value.id === origin) ? [{ file, call }] : [])));

/** The folders that express-fileupload is told for files that it does not keep in memory. */
export const temporaryUploadFolders = (world: World): Spot[] => callsOf(world, 'express-fileupload').flatMap(({ file, call }) => propertyOf(world, file, call, 'tempFileDir'));

/** The folders that `multer(options)` names: `dest`, or the destination of its disk storage. */
export function uploadFolders(world: World, { file, call }: { file: string; call: number }): Spot[] {
  const named = propertyOf(world, file, call, 'dest');
  if (named.length > 0) return named;
  return propertyOf(world, file, call, 'storage').flatMap((storage) => evaluate(world, storage.file, storage.expr)).flatMap((value) => (value.v === 'origin' && DISK_STORAGE.test(value.id) && value.call !== undefined && value.file !== undefined
    ? propertyOf(world, value.file, value.call, 'destination').flatMap((at) => calledBack(world, at))
    : []));
}

function propertyOf(world: World, file: string, call: number, name: string): Spot[] {
  const options = world.files.get(file)?.facts.calls[call]?.args[0];
  if (options === undefined) return [];
  return evaluate(world, file, options).flatMap((value): Spot[] => {
    const object = value.v === 'object' ? world.files.get(value.file)?.facts.exprs[value.expr] : undefined;
    return value.v === 'object' && object?.k === 'object' ? object.props.filter(([key]) => key === name).map(([, expr]) => ({ file: value.file, expr })) : [];
  });
}
