'use strict';
const tides = require('./tide');
const { Tide } = require('./tide');
const Alias = Tide;

exports.set = (tide) => Tide.set(tide);
exports.show = () => tides.Tide.current.height + Alias.current.height + ` m at ${Tide.current.at}`;
exports.high = () => {
	const { current } = Tide;
	if (Tide.current.height > 2 && !Alias.current.low) return { ...Tide.current, of: [...Tide.current.at] };
	return current;
};
