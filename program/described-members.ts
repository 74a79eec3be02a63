/** Functions that become members by a description: `Object.create(base, { each: { value: () => … } })`, `Object.defineProperties(x, { … })`. For plans alone. */
import type { FileFacts, ExprId } from '../core/facts.js';
import type { LinkedCall } from './edges.js';
import { type Member, functionsAt, homeOf } from './flow/homes.js';
import { evaluate } from './values.js';
import type { World } from './world.js';

const DESCRIBES = /^global\.Object\.(?:create|defineProperties)$/;

export function describedMembers(world: World, linked: readonly LinkedCall[]): Member[] {
  return linked.flatMap(({ file, fact, origins }): Member[] => {
    const facts = origins.some((id) => DESCRIBES.test(id)) ? world.files.get(file)?.facts : undefined;
    const [object, all] = fact.args;
    if (!facts || object === undefined || all === undefined) return [];
    const homes = evaluate(world, file, object).map(homeOf);
    return propsOf(facts, all).flatMap(([name, description]) => propsOf(facts, description).flatMap(([key, value]) => (key === 'value' ? functionsAt({ world, fn: () => true }, facts, value) : [])
      .flatMap((fn) => (homes.length === 0 ? [null] : homes).map((home): Member => ({ fn, name, home, own: true })))));
  });
}

function propsOf({ exprs }: FileFacts, id: ExprId): readonly (readonly [string, ExprId])[] {
  const expr = exprs[id];
  return expr?.k === 'object' ? expr.props : [];
}
