/** The contract of a panel: a webview that shows the network of a document. */
import type * as vscode from "vscode";
import type { Session } from "../session";

export interface Panel {
  /** The webview's type, `netlens.…`; also names its `onWebviewPanel:` activation event in package.json. */
  readonly viewType: string;
  /** The command that opens it, as contributed in package.json. */
  readonly command: string;
  /** The bundle in dist/webview, without ending. */
  readonly bundle: string;
  /** The tab's title for a document. */
  readonly title: (uri: vscode.Uri) => string;
  /** An open panel that shows the document from now on, in place of a new one; undefined: open one. */
  readonly existing?: (uri: vscode.Uri) => vscode.WebviewPanel | undefined;
  /** Wires an opened (or restored) webview to the session; what it returns lives as long as the webview. */
  readonly attach: (view: vscode.WebviewPanel, uri: vscode.Uri, session: Session) => vscode.Disposable;
}
