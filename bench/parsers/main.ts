/** `npm run parsers`: reads real programs by oxc and by Babel and counts the files of which both say the same. Exit code 1 when one differs. */
import path from 'node:path';
import { parseArgs } from 'node:util';
import { analyzeFile } from '../../analyzers/index.js';
import { home } from '../../core/home.js';
import { openProject } from '../../core/project.js';
import { corpusNamed, fetchCorpus } from '../speed/corpora.js';

const PROGRAMS = ['json-server', 'uptime-kuma', 'ghost', 'n8n-nodes-base'];

interface Count {
  same: number;
  neither: number;
  different: string[];
}

const stripped = (file: string, text: string, parser: 'oxc' | 'babel'): string | null => {
  const read = analyzeFile(file, text, parser);
  return 'facts' in read ? JSON.stringify({ ...read.facts, parser: null }) : null;
};

function compareFiles(folder: string): Count {
  const project = openProject(folder);
  const count: Count = { same: 0, neither: 0, different: [] };
  for (const file of project.sources) {
    const text = project.read(file);
    const oxc = stripped(file, text, 'oxc');
    const babel = stripped(file, text, 'babel');
    if (oxc === null && babel === null) count.neither++;
    else if (oxc === babel) count.same++;
    else count.different.push(`${file}${oxc === null ? ' (only Babel reads it)' : babel === null ? ' (only oxc reads it)' : ''}`);
  }
  return count;
}

const { values } = parseArgs({ options: { program: { type: 'string', multiple: true, default: PROGRAMS }, dir: { type: 'string', default: path.join(home, '.bench') } } });
let differing = 0;
for (const name of values.program) {
  const corpus = corpusNamed(name);
  const { same, neither, different } = compareFiles(fetchCorpus(corpus, path.resolve(values.dir)));
  differing += different.length;
  console.log(`${corpus.package}: ${same} files with the same facts, ${different.length} with other facts, ${neither} read by neither`);
  for (const file of different.slice(0, 20)) console.log(`  ${file}`);
}
process.exitCode = differing > 0 ? 1 : 0;
