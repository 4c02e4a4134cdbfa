/** Comparing files from the explorer, as a person does it. */
import type { Driver } from "../../scripts/vscode/drive";

/** Selects the files in the explorer and compares them by its context menu. */
export async function compareSelected(vscode: Driver, ...names: readonly string[]): Promise<void> {
  const row = (name: string): string => `.explorer-folders-view .monaco-list-row[aria-label^="${name}"]`;
  const areSelected = async (): Promise<boolean> => {
    const rows = names.map((name) => vscode.page.locator(`${row(name)}[aria-selected="true"]`).count());
    return (await Promise.all(rows)).every((count) => count === 1);
  };
  // The explorer selects the file that a click opens, some time after: that undoes a selection of several.
  for (let tries = 0; tries < 5 && !(await areSelected()); tries++) {
    const [first = ""] = names;
    await vscode.page.locator(row(first)).click();
    await vscode.page.locator(`.tab.active[data-resource-name="${first}"]`).waitFor();
    await vscode.pause(500);
    for (const name of names.slice(1)) await vscode.page.locator(row(name)).click({ modifiers: ["Control"] });
    await vscode.pause(500);
  }
  await vscode.page.locator(row(names.at(-1) ?? "")).click({ button: "right" });
  // A menu that has just opened takes no click yet.
  await vscode.pause(400);
  await vscode.page.getByRole("menuitem", { name: "Compare Selected Models" }).click();
}
