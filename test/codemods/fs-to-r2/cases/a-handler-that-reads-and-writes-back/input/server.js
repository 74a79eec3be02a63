const express = require("express");
const fs = require("fs");

const app = express();

app.post("/berths/:id", express.json(), function (req, res) {
	const berths = JSON.parse(fs.readFileSync("data/berths.json", "utf8"));
	const berth = berths.find((one) => one.id === req.params.id);
	if (!berth) {
		return res.status(404).json({ error: "no such berth" });
	}
	if (berth.ship) return res.status(409).end();
	berth.ship = req.body.ship;
	fs.writeFileSync("data/berths.json", JSON.stringify(berths));
	console.log(`berth ${berth.id} is taken`);
	res.json(berth);
});

app.listen(3000);
