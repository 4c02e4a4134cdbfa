import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { systemFonts } from "../../src/cli/system-fonts";
import { coverageOf } from "../../src/exporters/png/font-coverage";
import { run } from "./command-line";
import { temporaryFolder } from "./files";

const SAMPLE = "samples/alexnet.net";

describe("netlens render", () => {
  const folder = temporaryFolder();
  after(() => folder.remove());

  it("writes a picture that stands alone", async () => {
    const { status, out } = await run(["render", SAMPLE, "-o", "-", "--expand", "all"]);
    assert.equal(status, 0);
    assert.match(out, /^<\?xml [^]*<svg [^>]*data-network="AlexNet" data-state="ready"/u);
    for (const name of ["conv1", "fc8"]) assert.match(out, new RegExp(`data-layer="[^"]*${name}"`, "u"));
    assert.doesNotMatch(out, /(?:href|src)="|url\((?!data:)/u);
  });

  it("knows the themes, and says which there are", async () => {
    const background = async (theme: string): Promise<string | undefined> => {
      const { out } = await run(["render", SAMPLE, "-o", "-", "--theme", theme]);
      return /\.background\{fill:(#\w+)\}/u.exec(out)?.[1];
    };
    assert.equal(await background("light"), "#ffffff");
    assert.equal(await background("high-contrast"), "#000000");
    const { status, errors } = await run(["render", SAMPLE, "-o", "-", "--theme", "pink"]);
    assert.equal(status, 2);
    assert.match(errors.join("\n"), /light.*dark.*high-contrast/u);
  });

  it("writes PNG twice as large as the SVG", async () => {
    const file = folder.write("alexnet.png", "");
    const { status, errors } = await run(["render", SAMPLE, "-o", file]);
    assert.deepEqual([status, errors], [0, []]);
    const png = readFileSync(file);
    assert.equal(png.subarray(1, 4).toString("latin1"), "PNG");
    const { out } = await run(["render", SAMPLE, "-o", "-"]);
    const [, width, height] = /<svg [^>]*?width="([\d.]+)" height="([\d.]+)"/u.exec(out) ?? [];
    assert.ok(Math.abs(png.readUInt32BE(16) - 2 * Number(width)) <= 2);
    assert.ok(Math.abs(png.readUInt32BE(20) - 2 * Number(height)) <= 2);
  });

  it("sets letters that its own fonts lack in fonts of the machine, and tells which none has", async () => {
    const hasCyrillic = systemFonts().some((font) => font.inspect(coverageOf)?.(0x44f) === true);
    const file = folder.write("net.net", "network Сеть {\n  input x [3, 8, 8]\n  Conv(4, 3)\n}\n");
    const target = path.join(path.dirname(file), "net.png");
    const { status, errors } = await run(["render", file, "-o", target]);
    assert.equal(status, 0);
    assert.ok(existsSync(target));
    if (hasCyrillic) assert.deepEqual(errors, []);
    else assert.match(errors.join("\n"), /no font of this machine has Сеть/u);
  });

  it("refuses a name that is no picture's", async () => {
    const { status, errors } = await run(["render", SAMPLE, "-o", "picture.gif"]);
    assert.equal(status, 2);
    assert.match(errors.join("\n"), /\.svg or \.png/u);
  });
});
