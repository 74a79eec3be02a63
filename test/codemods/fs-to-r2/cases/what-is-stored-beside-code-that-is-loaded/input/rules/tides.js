module.exports = (port) => port.tides;
