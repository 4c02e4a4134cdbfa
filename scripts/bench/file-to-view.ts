// Reads and analyses one file in a process of its own, and prints its graph as JSON.

import process from "node:process";
import { analyseNetwork } from "../../src/analysis/network-analysis";
import { buildView } from "../../src/view/build-view";
import { networkIn } from "./network-in";

const network = networkIn(process.argv[2] ?? "");
if (network === undefined) throw new Error("The file holds no network.");
process.stdout.write(JSON.stringify(buildView(analyseNetwork(network), "multiply-add")));
