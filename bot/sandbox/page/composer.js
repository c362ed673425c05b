/* The foot of a phone: commands, attachments, words, the reply keyboard; or Start, or Unblock. */
import { attachments } from "./attach.js";
import { el, icon } from "./dom.js";

const TALLEST_PX = 110;

export class Composer {
  constructor(phone) {
    this.phone = phone;
    this.open = true;
    this.input = el("textarea", {
      rows: "1", placeholder: "Message", "aria-label": "Message", enterkeyhint: "send",
      onkeydown: (event) => {
        if (event.key === "Enter" && !event.shiftKey && !event.isComposing) event.preventDefault(), this.send();
      },
      oninput: () => this.fit(),
    });
    this.slash = el("button", {
      type: "button", class: "round slash", data: { action: "commands" }, "aria-label": "Commands", title: "Commands",
      text: "/", onclick: (event) => this.openCommands(event.currentTarget),
    });
    const clip = round("attach", "clip", "Attach", (event) => this.openAttach(event.currentTarget));
    this.fold = round("keyboard", "keyboard", "Show or hide the reply keyboard", () => this.foldKeys());
    const sender = round("send", "send", "Send", () => this.send());
    this.line = el("div", { class: "line" }, this.slash, clip, this.input, this.fold, sender);
    this.keys = el("div", { class: "keys", role: "group", "aria-label": "Reply keyboard" });
    this.starter = wide("start", "Start", () => phone.ask("start", {}));
    this.freer = wide("unblock", "Unblock the bot", () => phone.ask("unblock", {}));
    this.node = el("footer", { class: "composer" }, this.line, this.keys, this.starter, this.freer);
  }

  show({ started, blocked, commands, reply_keyboard: rows }) {
    const ready = started && !blocked;
    this.commands = commands ?? [];
    this.starter.hidden = started || blocked;
    this.freer.hidden = !blocked;
    this.line.hidden = !ready;
    this.slash.hidden = !this.commands.length;
    this.drawKeys(ready ? rows : null);
  }

  drawKeys(rows) {
    const said = JSON.stringify(rows ?? null);
    if (said !== this.said) {
      this.said = said;
      this.open = true;
      this.keys.replaceChildren(...(rows ?? []).map((row) => el("div", { class: "button-row" },
        ...row.map(({ text }) => el("button", { type: "button", class: "key", data: { reply: text },
          onclick: () => this.phone.send(text) }, el("bdi", { text }))))));
    }
    this.fold.hidden = !rows?.length;
    this.showKeys();
  }

  showKeys() {
    this.keys.hidden = this.fold.hidden || !this.open;
    this.fold.setAttribute("aria-expanded", String(!this.keys.hidden));
  }

  foldKeys() {
    this.open = !this.open;
    this.showKeys();
  }

  take() {
    const text = this.input.value.trim();
    this.input.value = "";
    this.fit();
    return text;
  }

  async send() {
    const text = this.take();
    if (!text || (await this.phone.send(text)) !== null || this.input.value) return;
    this.input.value = text;
    this.fit();
  }

  fit() {
    this.input.style.height = this.input.value ? "auto" : "";
    if (this.input.value) this.input.style.height = `${Math.min(this.input.scrollHeight, TALLEST_PX)}px`;
  }

  openCommands(anchor) {
    this.phone.menu.open(anchor, "Commands", this.commands.map(({ command, description }) => ({
      action: `command-${command}`, text: `/${command}`, note: description, run: () => this.phone.send(`/${command}`),
    })), "from-foot");
  }

  openAttach(anchor) {
    this.phone.menu.open(anchor, "Attach", attachments(this.phone), "from-foot");
  }
}

export function round(action, sign, label, run) {
  return el("button", { type: "button", class: "round", data: { action }, "aria-label": label, title: label, onclick: run },
    icon(sign));
}

function wide(action, text, run) {
  return el("button", { type: "button", class: "start", data: { action }, text, onclick: run });
}
