// Pulling the settings from the client, once and again whenever they change.

import { DidChangeConfigurationNotification } from "vscode-languageserver";
import type { Connection } from "vscode-languageserver";
import { DEFAULT_SETTINGS, settingsFrom } from "./settings";
import type { Settings } from "./settings";

export class SettingsSource {
  readonly #connection: Connection;
  /** Whether the client answers workspace/configuration; else it may push, or the defaults hold. */
  #canPull = false;
  #current = DEFAULT_SETTINGS;
  #pulled: Promise<Settings> = Promise.resolve(DEFAULT_SETTINGS);

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** The settings that were pulled last. */
  get current(): Settings {
    return this.#current;
  }

  /** The settings; waits for a pull under way. */
  settings(): Promise<Settings> {
    return this.#pulled;
  }

  /** Begins to follow the client's settings; `changed` is called after each pull that differs. */
  async follow(canPull: boolean, canRegister: boolean, changed: (before: Settings) => void): Promise<void> {
    this.#canPull = canPull;
    this.#connection.onDidChangeConfiguration(({ settings }) => {
      const pushed: unknown = settings;
      void this.#update(changed, pushed);
    });
    const pulled = this.#update(changed, undefined);
    if (canRegister) {
      const options = { section: SECTION };
      await this.#connection.client.register(DidChangeConfigurationNotification.type, options);
    }
    await pulled;
  }

  async #update(changed: (before: Settings) => void, pushed: unknown): Promise<void> {
    const before = this.#current;
    this.#pulled = this.#pull(pushed);
    this.#current = await this.#pulled;
    if (JSON.stringify(before) !== JSON.stringify(this.#current)) changed(before);
  }

  async #pull(pushed: unknown): Promise<Settings> {
    try {
      if (this.#canPull) return settingsFrom(await this.#connection.workspace.getConfiguration(SECTION));
    } catch {
      return this.#current;
    }
    const section: unknown =
      typeof pushed === "object" && pushed !== null
        ? (pushed as Record<string, unknown>)[SECTION]
        : undefined;
    return section === undefined ? this.#current : settingsFrom(section);
  }
}

const SECTION = "netlens";
