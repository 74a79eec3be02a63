/** A route as a router writes it, made into a path that can be asked for: parameters filled, optional parts left out. Says why when it cannot. */
import { plausibleParameter } from './plausible.js';

export interface PathPart {
  text: string;
  /** Set where it is a parameter, under its name. */
  parameter?: string;
}

export interface RoutePath {
  /** Between slashes. */
  parts: PathPart[];
}

const PARAMETER = /:(\w+)(?:\(([^()]*(?:\([^()]*\)[^()]*)*)\)|\{([^{}]*)\})?[+*]?/g;

/** Optional parts: `/:page?`, `{/:page}`. */
const required = (route: string): string => route.replace(/\/:\w+(?:\([^()]*\))?\?/g, '').replace(/\{\/[^{}]*\}/g, '').replace(/\.:\w+\?/g, '');

function partOf(text: string): PathPart {
  const [first] = [...text.matchAll(PARAMETER)];
  // `*`, `*splat`, `(.*)`: whatever stands there.
  if (!first) return { text: /^\(?\.?\*/.test(text) ? 'example' : text.replace(/\*/g, '') };
  const filled = text.replace(PARAMETER, (_all, name: string, pattern?: string, inBraces?: string) => plausibleParameter(name, pattern ?? inBraces ?? null));
  return { text: filled, parameter: first[1] ?? '' };
}

/** The same parts for the same route, whoever asks. */
export function routePath(route: string): RoutePath {
  return { parts: required(route).split('/').filter((part) => part !== '').map(partOf) };
}

export const pathText = ({ parts }: RoutePath): string => `/${parts.map(({ text }) => text).join('/')}`;
