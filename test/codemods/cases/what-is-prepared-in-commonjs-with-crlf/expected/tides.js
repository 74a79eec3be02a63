'use strict';
const documents = require('./storage/documents');

// Nothing is known at first.
// Done when it is first needed: storage is not there while the module loads.
const load = async () => {
	if (!(await documents.has('data/tides.json'))) await documents.put('data/tides.json', '[]');
};
let loading;
const ready = () => (loading ??= load().catch((error) => {
	loading = undefined;
	throw error;
}));

exports.read = async () => { await ready(); return JSON.parse(await documents.get('data/tides.json', 'utf8')); };

exports.add = async (tide) => {
	await ready();
	await documents.put('data/tides.json', JSON.stringify([tide]));
};
