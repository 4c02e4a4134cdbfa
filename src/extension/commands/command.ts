/** The contract of a command. */
import type { Session } from "../session";

export interface Command {
  /** As contributed in package.json: `netlens.…`. */
  readonly id: string;
  /** `args` come from whoever runs the command (a code lens, a keybinding, another extension): they are to be checked. */
  readonly run: (session: Session, ...args: readonly unknown[]) => unknown;
}
