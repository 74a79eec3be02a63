/** What to do about causes that no rule of the pack speaks of, because no call of the app's own code shows them: by what the bundler or the runtime said. */
import type { Cause } from '../core/verification.js';
import { symptomOf } from '../runtime/symptoms.js';

type Advice = NonNullable<Cause['advice']>;

const KNOWN: readonly (Advice & { fits(cause: Cause): boolean })[] = [
  {
    id: 'no-folder-of-a-module',
    title: '__dirname and __filename do not exist in a bundle',
    instead: 'Import the file that is read there, so that the bundler takes it along; in a package, use one that does not ask. `define` in the wrangler configuration can give the name a value, and a folder of that name still holds nothing.',
    fits: ({ subject }) => /^global\.__(?:dir|file)name$/.test(subject),
  },
  {
    id: 'package-asks-at-load',
    title: 'A package asks for a timer, a connection or a random value while it loads',
    instead: 'Load it where the first request needs it, with a dynamic import in the handler; else a package that waits until it is called.',
    fits: ({ kind, through, says }) => kind === 'refused-at-load' && through !== undefined && symptomOf(says ?? '')?.code === 'global-scope',
  },
  {
    id: 'left-out-for-browsers',
    title: 'The bundler may have left out a part of a package that its package.json leaves out for browsers',
    instead: 'WRANGLER_BUILD_PLATFORM=node takes the build for Node; or a newer version of the package that has it.',
    fits: ({ kind, says }) => kind === 'fails-at-load' && /require_\w+\(\.\.\.\) is not a (?:function|constructor)/.test(says ?? ''),
  },
  {
    id: 'kind-of-file-not-bundled',
    title: 'A file of a kind that is in no Worker',
    instead: 'An alias in the wrangler configuration that puts a module of yours in the place of the package; what installs or loads native add-ons has nothing to do on Workers.',
    fits: ({ kind, subject }) => kind === 'not-loadable' && /\.\w+$/.test(subject),
  },
  {
    id: 'optional-dependency-not-installed',
    title: 'A package asks for another that is not installed',
    instead: 'Where the program never gets there, an alias to an empty module in the wrangler configuration lets it be bundled; else install what is asked for.',
    fits: ({ kind, through, what }) => kind === 'unresolved' && through !== undefined && what.endsWith('is not installed here'),
  },
];

/** The advice that fits; undefined when nothing is known. */
export function adviceFor(cause: Cause): Advice | undefined {
  const found = KNOWN.find(({ fits }) => fits(cause));
  return found && { id: found.id, title: found.title, instead: found.instead };
}
