import { title } from './words.js';
import { bus } from './count.js';
import { places, save, settings } from './settings.js';

console.log(title, places.join());
bus.emit('count', places.length);
save({ ...settings, places: [...settings.places, process.argv[2]] });
