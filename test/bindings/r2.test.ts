import { describePage } from './check.js';
import { r2 } from './checks/r2.js';

describePage(r2);
