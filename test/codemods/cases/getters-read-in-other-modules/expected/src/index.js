'use strict';
const tides = require('./tide');
const { Tide } = require('./tide');
const Alias = Tide;

exports.set = async (tide) => Tide.set(tide);
exports.show = async () => (await tides.Tide.current()).height + (await Alias.current()).height + ` m at ${(await Tide.current()).at}`;
exports.high = async () => {
	const current = await Tide.current();
	if ((await Tide.current()).height > 2 && !(await Alias.current()).low) return { ...(await Tide.current()), of: [...(await Tide.current()).at] };
	return current;
};
