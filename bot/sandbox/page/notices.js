/* What the bot says to a tap: a toast that goes by itself, or a notice that waits for OK. */
import { el } from "./dom.js";

const TOAST_MS = 4200;
const MOST = 3;

export class Notices {
  constructor(screen) {
    this.screen = screen;
    this.toasts = el("div", { class: "toasts", role: "status", "aria-live": "polite" });
    screen.append(this.toasts);
  }

  toast(text, kind = "") {
    const node = el("div", { class: `toast ${kind}`.trim(), dir: "auto", text });
    this.toasts.append(node);
    while (this.toasts.children.length > MOST) this.toasts.firstChild.remove();
    setTimeout(() => node.remove(), TOAST_MS);
  }

  stop(text, after) {
    const shade = el("div", { class: "shade", role: "alertdialog", "aria-modal": "true", "aria-label": "Notice from the bot" });
    const close = () => { shade.remove(); after(); };
    const ok = el("button", { type: "button", class: "key primary", data: { action: "ok" }, text: "OK", onclick: close });
    shade.addEventListener("keydown", (event) => { if (event.key === "Escape") close(); });
    shade.append(el("div", { class: "notice" }, el("p", { dir: "auto", text }), ok));
    this.screen.append(shade);
    ok.focus({ preventScroll: true });
  }
}
