/** What whoever is handed a value can get at: what lies in lists, Maps, Sets and objects, and in what lies there. Members of instances are not looked at. */
import { eachOf, elementsOf, propertiesOf } from './collections.js';
import { completedProperties } from './completed.js';
import { type Value, type World, keyOfValue } from './world.js';

const DEEPEST = 6;
const MOST = 400;

/** A Map, a Set or what goes through one. */
export const isCollection = (value: Value): boolean => value.v === 'origin' && COLLECTION.test(value.id);

const COLLECTION = /^global\.(?:Array|Map|Set|WeakMap|Object\.(?:entries|values))\(\)(?:\.(?:entry|values\(\)))?$/;

export function contentsOf(world: World, values: readonly Value[]): Value[] {
  const seen = new Set(values.map(keyOfValue));
  const found: Value[] = [];
  let layer: readonly Value[] = values;
  for (let depth = 0; depth < DEEPEST && layer.length > 0 && found.length < MOST; depth++) {
    const next: Value[] = [];
    for (const value of layer) {
      for (const inner of heldBy(world, value)) {
        const key = keyOfValue(inner);
        if (seen.has(key)) continue;
        seen.add(key);
        next.push(inner);
      }
    }
    found.push(...next);
    layer = next;
  }
  return found;
}

/** What lies right inside of a value. */
export function heldBy(world: World, value: Value): Value[] {
  if (value.v === 'array' || isCollection(value)) return [...eachOf(world, [value]), ...elementsOf(world, [value])];
  if (value.v !== 'object') return [];
  const object = world.files.get(value.file)?.facts.exprs[value.expr];
  const spread = object?.k === 'object' ? object.spreads : [];
  const later = completedProperties(world, value.file, value.expr).filter(({ sure }) => !sure).map((property) => property.value);
  return [...propertiesOf(world, [value]), ...[...spread, ...later].flatMap((expr) => world.evaluator.evaluate(world, value.file, expr))];
}
