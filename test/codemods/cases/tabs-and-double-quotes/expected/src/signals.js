import { join } from "node:path";
import * as documents from "./storage/documents.js";

const folder = join(process.cwd(), "data");

export class Signals {
	async load(name) {
		return documents.get(join(folder, `${name}.txt`), "utf8");
	}

	async save(name, text) {
		await documents.put(join(folder, `${name}.txt`), text);
	}
}

const signals = new Signals();
export const both = async () => [await signals.load("day"), await signals.load("night")];
