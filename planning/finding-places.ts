/** Finds the function a finding stands in, and the site behind it. Findings carry lines for readers; planning needs the graph's own ids. */
import type { FunctionId, Program, Site } from '../core/program.js';
import type { Finding, ScanPlace } from '../core/scan.js';
import { functionAt, type CallGraph } from './call-graph.js';

export interface FindingPlaces {
  site(finding: Finding): Site | undefined;
  /** The module body when the finding speaks of an import or a package. */
  fn(finding: Finding): FunctionId;
}

const key = (at: ScanPlace): string => `${at.file}:${at.line}:${at.column}`;

export function findingPlaces(program: Program, graph: CallGraph): FindingPlaces {
  const sites = new Map(program.sites.map((site) => [key(site.at), site]));
  const functions = new Map<string, FunctionId>();
  for (const state of program.state) {
    functions.set(key(state.declaredAt), functionAt(graph, state.declaredAt));
    functions.set(key(state.at), functionAt(graph, state.at));
  }
  for (const job of program.jobs) functions.set(key(job.at), functionAt(graph, job.at));
  return {
    site: (finding) => sites.get(key(finding.at)),
    fn: (finding) => sites.get(key(finding.at))?.fn ?? functions.get(key(finding.at)) ?? `${finding.at.file}#0`,
  };
}
