/**
 * Follows things through the flow graph: one thing when it is asked for, and each thing in whose field another comes to lie from then on, because the
 * field is read where its holder is. The answers only grow, and are complete whenever nothing waits.
 */
import { type Drawing, type Read } from './drawing.js';

/** One thing that is followed. */
interface Tracked {
  key: string;
  /** It comes along where members are copied. */
  own: boolean;
  isFollowed: boolean;
  /** A bit for each node. */
  at: Uint8Array;
  /** What lies in its fields, by name. */
  holds: Map<string, Set<Tracked>>;
  /** Instances, where this is their class: they come to be where it is constructed. */
  instances: Tracked[];
  /** Its fields can be read anywhere: it was copied, or there are too many things to follow. */
  isLoose: boolean;
}

export interface Tracking {
  /** Whether the thing gets to the node; null: that was too much to ask. */
  reaches(key: string, own: boolean, node: number): boolean | null;
}

/** Holders that are followed; further ones are taken to be anywhere. */
const MOST_THINGS = 400;

export function createTracking(drawing: Drawing, seedsOf: (key: string) => readonly number[], mostVisits: number): Tracking {
  const { graph } = drawing;
  const size = graph.size();
  const fields = drawing.fields();
  const readsAt = byPlace(drawing.reads);
  const makesAt = placesOf(drawing.makes);
  const handed = drawing.handedNodes();
  const things = new Map<string, Tracked>();
  /** What is to be done: a thing that has got to a node. */
  const waitingThings: Tracked[] = [];
  const waitingNodes: number[] = [];
  let visits = 0;
  let followed = 0;

  const isAt = (thing: Tracked, node: number): boolean => ((thing.at[node >> 3] ?? 0) & (1 << (node & 7))) !== 0;
  const visit = (thing: Tracked, node: number): void => {
    if (isAt(thing, node) || graph.isClosed(node) || (!thing.own && graph.isCopy(node))) return;
    thing.at[node >> 3] = (thing.at[node >> 3] ?? 0) | (1 << (node & 7));
    visits++;
    waitingThings.push(thing);
    waitingNodes.push(node);
  };
  const thingOf = (key: string, own: boolean): Tracked => {
    const known = things.get(`${own} ${key}`) ?? { key, own, at: new Uint8Array(0), holds: new Map(), instances: [], isFollowed: false, isLoose: false };
    things.set(`${own} ${key}`, known);
    return known;
  };
  const follow = (thing: Tracked): Tracked => {
    if (thing.isFollowed) return thing;
    thing.isFollowed = true;
    thing.at = new Uint8Array((size >> 3) + 1);
    followed++;
    for (const seed of seedsOf(thing.key)) visit(thing, seed);
    if (!thing.key.startsWith('instance ')) return thing;
    const cls = follow(thingOf(thing.key.replace('instance', 'class'), true));
    cls.instances.push(thing);
    // The class may have been followed before.
    for (const [of, made] of makesAt) if (isAt(cls, of)) for (const to of made) visit(thing, to);
    for (const node of handed.keys()) if (isAt(cls, node)) visit(thing, node);
    return thing;
  };
  /** Whose field something lies in: followed too while that can be afforded. */
  const holderOf = (home: string): Tracked => {
    const holder = thingOf(home, true);
    if (holder.isFollowed || holder.isLoose) return holder;
    if (followed < MOST_THINGS && visits < mostVisits / 2) return follow(holder);
    holder.isLoose = true;
    return holder;
  };
  /** `thing` lies in a field: it is wherever the field is read. */
  const put = (thing: Tracked, home: string, name: string): void => {
    const holder = holderOf(home);
    const held = holder.holds.get(name) ?? new Set();
    if (held.has(thing)) return;
    holder.holds.set(name, held.add(thing));
    const reads = drawing.reads.get(name) ?? [];
    visits += reads.length >> 5;
    for (const { of, to } of reads) if (holder.isLoose || of < 0 || isAt(holder, of)) visit(thing, to);
  };
  const loosen = (holder: Tracked): void => {
    if (holder.isLoose) return;
    holder.isLoose = true;
    for (const [name, held] of holder.holds) for (const { to } of drawing.reads.get(name) ?? []) for (const thing of held) visit(thing, to);
  };
  const construct = (thing: Tracked, to: number): void => {
    for (const made of thing.key.startsWith('made ') ? [thing] : thing.instances) visit(made, to);
  };
  const step = (thing: Tracked, node: number): void => {
    for (const to of graph.next(node)) visit(thing, to);
    const field = fields.get(node);
    if (field) put(thing, field.home, field.name);
    for (const { name, to } of readsAt.get(node) ?? []) {
      const held = thing.holds.get(name);
      visits += (held?.size ?? 0) >> 5;
      for (const one of held ?? []) visit(one, to);
    }
    for (const to of makesAt.get(node) ?? []) construct(thing, to);
    if (handed.has(node)) construct(thing, node);
    if (node === drawing.copied || (node === drawing.given && !thing.key.startsWith('instance '))) loosen(thing);
  };
  const settle = (): boolean => {
    for (let thing = waitingThings.pop(); thing !== undefined; thing = waitingThings.pop()) {
      if (visits > mostVisits) return false;
      step(thing, waitingNodes.pop() ?? 0);
    }
    return visits <= mostVisits;
  };
  return {
    reaches: (key, own, node) => {
      if (visits > mostVisits) return null;
      const thing = follow(thingOf(key, own));
      return settle() ? isAt(thing, node) : null;
    },
  };
}

/** Where things come out that are constructed, by the node at which the class is. */
function placesOf(makes: readonly Read[]): ReadonlyMap<number, readonly number[]> {
  const places = new Map<number, number[]>();
  for (const { of, to } of makes) {
    const known = places.get(of);
    if (known) known.push(to);
    else places.set(of, [to]);
  }
  return places;
}

/** Reads by the node at which the thing is that is read. */
function byPlace(reads: Drawing['reads']): ReadonlyMap<number, (Read & { name: string })[]> {
  const places = new Map<number, (Read & { name: string })[]>();
  for (const [name, list] of reads) {
    for (const read of list) {
      const known = places.get(read.of);
      if (known) known.push({ ...read, name });
      else places.set(read.of, [{ ...read, name }]);
    }
  }
  return places;
}
