const express = require("express");
const files = require("./storage/files");

// Express 4 does not look at what an async handler rejects with; this hands it to the error middleware.
const forwardErrors = (handler) => (req, res, next) => Promise.resolve(handler(req, res, next)).catch(next);

const app = express();

app.post("/berths/:id", express.json(), forwardErrors(async function (req, res) {
	return files.atomically(async () => {
		const berths = JSON.parse(await files.get("data/berths.json", "utf8"));
		const berth = berths.find((one) => one.id === req.params.id);
		if (!berth) {
			return res.status(404).json({ error: "no such berth" });
		}
		if (berth.ship) return res.status(409).end();
		berth.ship = req.body.ship;
		await files.put("data/berths.json", JSON.stringify(berths));
		console.log(`berth ${berth.id} is taken`);
		res.json(berth);
	});
}));

app.listen(3000);
