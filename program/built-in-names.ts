/** Names of what comes with JavaScript: methods of lists, texts, promises and the like, and functions of its objects. */
export const BUILT_IN_NAMES: ReadonlySet<string> = new Set([Array, String, Promise, RegExp, Map, Set, WeakMap, WeakSet, Object, Function, Number, Date, Symbol, Buffer].flatMap((made) => [made, made.prototype]).concat([JSON, Math, Reflect, console] as never[]).flatMap((thing) => Object.getOwnPropertyNames(thing)));

/** An origin of Node or of the language: such code calls what it is documented to call, and nothing else of what it is handed. */
export const isBuiltIn = (origin: string): boolean => /^(?:node:|global\.|Array\.|Promise\.|String\.|RegExp\.)/.test(origin);
