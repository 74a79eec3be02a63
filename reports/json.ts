/** The public JSON: the scan or the dossier as it is. Nothing is added, rounded or left out. */
import type { Dossier } from '../core/dossier.js';
import type { Scan } from '../core/scan.js';

export const renderScanJson = (scan: Scan): string => `${JSON.stringify(scan, null, 2)}\n`;

export const renderJson = (dossier: Dossier): string => `${JSON.stringify(dossier, null, 2)}\n`;
