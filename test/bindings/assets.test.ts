import { describePage } from './check.js';
import { assets } from './checks/assets.js';

describePage(assets);
