// `npm run check`: sets up, then runs every check that needs no VS Code.
import { setUp } from "./setup.mjs";

setUp();
// Loaded after the set-up, and run by Node 20 on a fresh machine.
const { check, finish } = await import("./gate.mjs");
await check();
finish();
