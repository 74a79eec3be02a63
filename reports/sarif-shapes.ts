/** The part of SARIF 2.1.0 that is written here, as types (docs.oasis-open.org/sarif/sarif/v2.1.0, section numbers beside the shapes). */

/** 3.11 */
export interface SarifMessage {
  text: string;
  markdown?: string;
}

/** 3.30 */
export interface SarifRegion {
  startLine: number;
  startColumn?: number;
  endLine?: number;
  snippet?: { text: string };
}

/** 3.28, 3.29 */
export interface SarifLocation {
  id?: number;
  physicalLocation: { artifactLocation: { uri: string; uriBaseId: string }; region: SarifRegion; contextRegion?: SarifRegion };
  logicalLocations?: { name: string; kind: string }[];
  message?: SarifMessage;
}

export type SarifLevel = 'none' | 'note' | 'warning' | 'error';

/** 3.27 */
export interface SarifResult {
  ruleId: string;
  ruleIndex: number;
  kind: 'fail' | 'informational';
  level: SarifLevel;
  message: SarifMessage;
  locations: SarifLocation[];
  relatedLocations?: SarifLocation[];
  partialFingerprints: Record<string, string>;
  suppressions?: { kind: 'inSource' | 'external'; justification: string }[];
  properties: Record<string, string | number | string[]>;
}

/** 3.49 */
export interface SarifRule {
  id: string;
  shortDescription: SarifMessage;
  fullDescription?: SarifMessage;
  help?: SarifMessage;
  helpUri?: string;
  defaultConfiguration: { level: SarifLevel };
  properties: { category: string; tags: string[] };
}

/** 3.58 */
export interface SarifNotification {
  level: SarifLevel;
  message: SarifMessage;
  locations?: { physicalLocation: { artifactLocation: { uri: string; uriBaseId: string } } }[];
}

/** 3.13, 3.14 */
export interface SarifLog {
  $schema: string;
  version: '2.1.0';
  runs: {
    tool: { driver: { name: string; version: string; semanticVersion: string; rules: SarifRule[]; properties: Record<string, string> } };
    automationDetails: { id: string };
    columnKind: 'utf16CodeUnits';
    originalUriBaseIds: Record<string, { description: SarifMessage }>;
    invocations: { executionSuccessful: boolean; toolExecutionNotifications: SarifNotification[] }[];
    results: SarifResult[];
    properties: Record<string, string | number>;
  }[];
}
