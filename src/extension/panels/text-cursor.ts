// Following the text cursor of a panel's file, in one way for every panel.

import type * as vscode from "vscode";
import { PATHS_AT } from "../../protocol/locate";
import { ask } from "../ask";
import type { Session } from "../session";

/** What a panel is about; its file and network may change. */
interface Followed {
  readonly session: Session;
  readonly uri: vscode.Uri;
  readonly network: string | undefined;
}

type Moved = (network: string, paths: readonly string[]) => void;

/** Waits until the cursor rests, so that holding an arrow key asks once. */
const DELAY = 90;

/** Tells `moved` which layers and groups are at the cursor, but not of a place where the panel has put it itself. */
export class TextCursor {
  readonly #followed: () => Followed;
  readonly #moved: Moved;
  #timer: NodeJS.Timeout | undefined;
  #placed: vscode.Location | undefined;

  constructor(followed: () => Followed, moved: Moved) {
    this.#followed = followed;
    this.#moved = moved;
  }

  /** Remembers where revealing a node has put the cursor: that is no move of the person's. */
  place(location: vscode.Location | undefined): void {
    this.#placed = location;
  }

  /** The cursor of an editor has moved. */
  follow(editor: vscode.TextEditor): void {
    if (editor.document.uri.toString() !== this.#followed().uri.toString()) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      const { active } = editor.selection;
      const placed = this.#placed;
      this.#placed = undefined;
      const isOwn =
        placed?.uri.toString() === editor.document.uri.toString() && active.isEqual(placed.range.start);
      if (!isOwn) void this.#show(active);
    }, DELAY);
  }

  dispose(): void {
    clearTimeout(this.#timer);
  }

  async #show({ line, character }: vscode.Position): Promise<void> {
    const { session, uri, network: shown } = this.#followed();
    try {
      const found = await ask(session.client, PATHS_AT, {
        uri: uri.toString(),
        position: { line, character },
      });
      const network = found[0]?.network ?? shown ?? "";
      this.#moved(
        network,
        found.filter((instance) => instance.network === network).map(({ path }) => path),
      );
    } catch (error) {
      session.client.outputChannel.appendLine(`[cursor] ${String(error)}`);
    }
  }
}
