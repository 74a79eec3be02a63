import { describePage } from './check.js';
import { d1 } from './checks/d1.js';

describePage(d1);
