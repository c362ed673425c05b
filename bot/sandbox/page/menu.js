/* A small menu inside a phone: arrows, Escape, and a press elsewhere close it. */
import { el, icon } from "./dom.js";

export class Menu {
  constructor(host) {
    this.host = host;
    this.outside = (event) => {
      if (!this.node.contains(event.target) && !this.anchor.contains(event.target)) this.close();
    };
  }

  open(anchor, label, entries, place) {
    const again = this.anchor === anchor;
    this.close();
    if (again || !entries.length) return;
    this.anchor = anchor;
    this.node = el("div", { class: `menu ${place}`, role: "menu", "aria-label": label, onkeydown: (event) => this.key(event) },
      ...entries.map((entry) => this.item(entry)));
    document.addEventListener("pointerdown", this.outside);
    anchor.setAttribute("aria-expanded", "true");
    this.host.append(this.node);
    this.node.firstChild.focus({ preventScroll: true });
  }

  item(entry) {
    return el("button", {
      type: "button", role: "menuitem", class: "menu-item", data: { action: entry.action },
      onclick: () => { this.close(); entry.run(); },
    }, entry.icon ? icon(entry.icon) : null, el("span", { class: "menu-text" },
      el("bdi", { text: entry.text }), entry.note ? el("small", { text: entry.note }) : null));
  }

  key(event) {
    const { anchor, node } = this;
    if (event.key === "Escape") {
      event.stopPropagation();
      this.close();
      anchor.focus();
    }
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const items = [...node.children];
    items[(items.indexOf(document.activeElement) + step + items.length) % items.length].focus();
  }

  close() {
    if (!this.anchor) return;
    document.removeEventListener("pointerdown", this.outside);
    this.anchor.setAttribute("aria-expanded", "false");
    this.node.remove();
    this.anchor = null;
  }
}
