import fs from "node:fs";
import { join } from "node:path";

const folder = join(process.cwd(), "data");

export class Signals {
	load(name) {
		return fs.readFileSync(join(folder, `${name}.txt`), "utf8");
	}

	save(name, text) {
		fs.writeFileSync(join(folder, `${name}.txt`), text);
	}
}

const signals = new Signals();
export const both = () => [signals.load("day"), signals.load("night")];
