/**
 * The text of the module that a diagnosis puts before the app inside workerd: it tells which Node API threw, where and on what.
 * Inside a request it changes no outcome; while modules load, it replaces what the runtime refuses by something inert, and says so.
 */
import { BUILTINS } from './recorded-builtins.js';
import { CALLS } from './recorded-calls.js';
import { DOORS } from './recorded-doors.js';
import { GLOBALS } from './recorded-globals.js';
import { LOADING } from './recorded-loading.js';

export const RECORDER_TEXT = [CALLS, LOADING, DOORS, GLOBALS, BUILTINS].join('\n');
