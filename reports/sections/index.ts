/** The sections of a report in the order they are read. A new section is a file and a line here. */
import type { Dossier } from '../../core/dossier.js';
import type { Section } from '../blocks.js';
import { answer } from './answer.js';
import { appendix } from './appendix.js';
import { blockers } from './blockers.js';
import { changes } from './changes.js';
import { code } from './code.js';
import { compatibility } from './compatibility.js';
import { cost } from './cost.js';
import { decisions } from './decisions.js';
import { dependencies } from './dependencies.js';
import { next } from './next.js';
import { options } from './options.js';
import { path } from './path.js';
import { performance } from './performance.js';
import { picture } from './picture.js';
import { rewrite } from './rewrite.js';
import { storedData } from './stored-data.js';
import { trust } from './trust.js';

export const SECTIONS: ((dossier: Dossier) => Section)[] = [
  answer, trust, options, picture, decisions, compatibility, blockers, storedData, rewrite, path, cost, dependencies, code, performance, changes, next, appendix,
];

export const sectionsOf = (dossier: Dossier): Section[] => SECTIONS.map((make) => make(dossier));
