/** Tells native add-ons (compiled code loaded into the process) from everything else, by what lock file and installed files show. No evidence is unknown, not no. */
import type { InstalledPackage } from '../core/installed.js';
import type { PackageFact } from '../core/program.js';
import { KNOWN_ADDONS, KNOWN_COMMANDS } from './known-addons.js';
import type { LockedPackage } from './locks/locked.js';

/** Dependencies that only a package with compiled code has: they build it, or fetch it at install. */
const BUILDERS = new Set(['prebuild-install', 'node-addon-api', 'nan', 'node-pre-gyp', '@mapbox/node-pre-gyp', 'cmake-js', 'pkg-prebuilds', '@napi-rs/triples', 'prebuildify-ci', 'node-gyp-build-optional-packages']);

/** Dependencies that find the binary when the package is loaded: proof without an install script. */
const LOADERS = new Set(['bindings', 'node-gyp-build', 'node-gyp-build-optional-packages', 'pkg-prebuilds']);

/** Also used by tools that build other packages: says something only together with an install script. */
const COMPILER = 'node-gyp';

export interface Nativeness {
  native: PackageFact['native'];
  nativeReason?: string;
}

const no = (nativeReason?: string): Nativeness => ({ native: 'no', ...(nativeReason === undefined ? {} : { nativeReason }) });
const yes = (nativeReason: string): Nativeness => ({ native: 'yes', nativeReason });

/** Command-line programs also come in packages per platform; those hold a command, or say so in their name. */
const holdsCommand = (item: LockedPackage): boolean => item.command || /(?:^|[/-])(?:cli|bin|binary)(?:-|$)/.test(item.name);

/** Two formats do not record platforms; there the name is what tells: `@rollup/rollup-linux-x64-gnu`. */
const PLATFORM_NAME = /(?:^|[/-])(?:linux|darwin|win32|freebsd|android)(?:-?musl)?-(?:x64|arm64|arm|ia32|riscv64|s390x|ppc64)(?:-|$)/;

function platformPackages(item: LockedPackage, byId: ReadonlyMap<string, LockedPackage>): LockedPackage[] {
  return item.requires.flatMap((need) => {
    const found = need.optional && need.id !== null ? byId.get(need.id) : undefined;
    return found && (found.platformOnly || PLATFORM_NAME.test(found.name)) ? [found] : [];
  });
}

/** By a package for each platform; which of them is installed tells an add-on from a program of its own. */
function byPlatform(item: LockedPackage, byId: ReadonlyMap<string, LockedPackage>, installed: ReadonlyMap<string, InstalledPackage>): Nativeness | null {
  const platforms = platformPackages(item, byId);
  const first = platforms[0];
  if (!first || platforms.length < 2) return null;
  const here = platforms.flatMap(({ name }) => installed.get(name) ?? []);
  const compiled = here.find(({ evidence }) => evidence !== null);
  if (compiled) return yes(`brings a binary per platform (${first.name}, …)`);
  if (here.length > 0 || platforms.some(holdsCommand)) return no('a program of its own per platform, not loaded into the process');
  return yes(`brings a binary per platform (${first.name}, …)`);
}

function byHelper(item: LockedPackage): Nativeness | null {
  const firm = item.requires.filter((need) => !need.optional).map((need) => need.name);
  const loader = firm.find((name) => LOADERS.has(name));
  const builder = firm.find((name) => BUILDERS.has(name));
  const helper = builder ?? loader ?? firm.find((name) => name === COMPILER);
  if (helper === undefined) return null;
  if (item.installScript === true) return yes(`depends on ${helper} and has an install script`);
  if (loader !== undefined) return yes(`loads its binary through ${loader}`);
  if (item.installScript === false) return null;
  return helper === COMPILER ? { native: 'unknown', nativeReason: `depends on ${helper}; this lock format does not record install scripts` } : yes(`depends on ${helper}`);
}

/** What one locked package is; `item` undefined when no lock file holds it. */
export function nativeness(name: string, item: LockedPackage | undefined, byId: ReadonlyMap<string, LockedPackage>, installed: ReadonlyMap<string, InstalledPackage>): Nativeness {
  if (KNOWN_COMMANDS.test(name)) return no('a program of its own, not loaded into the process');
  if (item?.platformOnly && !KNOWN_ADDONS.has(name) && byHelper(item) === null) return no('the part of another package for one platform');
  const here = installed.get(name);
  if (here?.evidence) return yes(here.evidence === 'binding.gyp' ? 'is built from binding.gyp' : `holds ${here.evidence}`);
  const platform = item ? byPlatform(item, byId, installed) : null;
  const recorded = platform ?? (item ? byHelper(item) : null);
  if (recorded?.native === 'yes') return recorded;
  if (KNOWN_ADDONS.has(name)) return yes('known to be compiled code');
  if (recorded) return recorded;
  if (here) return no();
  return item ? no() : { native: 'unknown', nativeReason: 'no lock file records it' };
}

/** Packages whose installed files are worth a look: those with a hint of compiled code, and platform packages. */
export const hintsOf = (items: readonly LockedPackage[]): string[] =>
  items.filter((item) => item.platformOnly || item.installScript === true || KNOWN_ADDONS.has(item.name) || byHelper(item) !== null).map((item) => item.name);
