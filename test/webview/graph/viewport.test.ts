import assert from "node:assert/strict";
import { zoomIdentity } from "d3-zoom";
import { filling, fitting, holds, nodesInView, placeBeside } from "../../../webview/graph/viewport";

const PANEL = { width: 700, height: 800 };

describe("the view", () => {
  it("shows all of a picture, as large as fits and no larger than it is", () => {
    const tall = fitting({ x: 0, y: 0, width: 300, height: 7520 }, PANEL, 1);
    assert.equal(tall.k, 0.1);
    assert.equal(tall.applyX(150), 350);
    assert.ok(holds({ x: 0, y: 0, width: 300, height: 7520 }, tall, PANEL));
    assert.equal(fitting({ x: 0, y: 0, width: 100, height: 100 }, PANEL, 1).k, 1);
  });

  it("leaves no room empty beside a picture that could fill it", () => {
    const picture = { width: 300, height: 4000 };
    // The first node in the middle of the panel would leave the half above empty.
    const atTop = filling(zoomIdentity.translate(200, 380), picture, PANEL);
    assert.deepEqual([atTop.x, atTop.y, atTop.k], [200, 24, 1]);
    const atEnd = filling(zoomIdentity.translate(-400, -3600), picture, PANEL);
    assert.deepEqual([atEnd.x, atEnd.y], [200, 800 - 24 - 4000]);
    const between = filling(zoomIdentity.translate(200, -1000), picture, PANEL);
    assert.equal(between.y, -1000);
  });

  it("puts a card beside what it is about, or below or above it where there is no room beside", () => {
    const card = { width: 420, height: 300 };
    const at = (left: number, top: number): { left: number; right: number; top: number; bottom: number } => ({
      ...{ left, right: left + 160, top, bottom: top + 44 },
    });
    assert.deepEqual(placeBeside(at(20, 100), card, PANEL), { left: 192, top: 100 });
    assert.deepEqual(placeBeside(at(500, 100), card, PANEL), { left: 68, top: 100 });
    assert.deepEqual(placeBeside(at(270, 100), card, PANEL), { left: 270, top: 156 });
    assert.deepEqual(placeBeside(at(270, 600), card, PANEL), { left: 270, top: 288 });
    // Near the window's end it moves up rather than out.
    assert.deepEqual(placeBeside(at(20, 700), card, PANEL), { left: 192, top: 492 });
  });

  it("knows what one looks at: what is preferred, then what is nearest to the middle", () => {
    const view = { x: 0, y: 0, width: 100, height: 100 };
    const node = (path: string, y: number, open = false) => ({ path, open, x: 40, y, width: 20, height: 20 });
    const nodes = [node("group", 40, true), node("top", 5), node("middle", 45), node("below", 145)];
    const paths = (preferred: string | undefined): readonly string[] =>
      nodesInView(nodes, view, preferred).map(({ path }) => path);
    assert.deepEqual(paths(undefined), ["middle", "top"]);
    assert.deepEqual(paths("top"), ["top", "middle"]);
    assert.deepEqual(paths("below"), ["middle", "top"], "what is out of view is not looked at");
  });
});
