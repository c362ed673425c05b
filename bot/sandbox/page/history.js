/* The side panel: rows as the database got them, newest last. */
import { el } from "./dom.js";
import { stamp } from "./message.js";

const NEAR_END_PX = 60;

export class History {
  constructor(node, desk) {
    this.desk = desk;
    this.rows = new Map();
    this.list = node.querySelector("[data-rows]");
    this.count = node.querySelector("[data-history-count]");
    this.select = node.querySelector("[data-action=filter]");
    this.latest = node.querySelector("[data-action=latest]");
    this.select.addEventListener("change", () => this.filter());
    this.list.addEventListener("scroll", () => { if (this.atEnd()) this.latest.hidden = true; });
    this.latest.addEventListener("click", () => this.toEnd());
  }

  load(rows) {
    const stay = !this.rows.size || this.atEnd();
    this.rows.clear();
    this.list.replaceChildren();
    rows.forEach((row) => this.add(row));
    if (stay) this.toEnd();
    this.total();
  }

  put(row) {
    const stay = this.atEnd();
    this.add(row);
    this.total();
    if (stay) this.toEnd();
    else this.latest.hidden = false;
  }

  add(row) {
    const node = this.drawRow(row);
    const old = this.rows.get(row.id);
    this.rows.set(row.id, { row, node });
    if (old) old.node.replaceWith(node);
    else this.list.append(node);
    this.addIncident(row.incident);
    node.hidden = !this.passes(row);
  }

  drawRow(row) {
    const data = el("pre", { tabindex: "0" });
    const details = el("details", {
      ontoggle: () => { if (details.open) data.textContent = JSON.stringify(row.data ?? null, null, 2); },
    }, el("summary", {},
      el("time", { datetime: String(row.at), text: stamp(row.at, this.desk.zone(), true) }),
      el("span", { class: "number", text: row.incident === null || row.incident === undefined ? "–" : `№${row.incident}` }),
      el("span", { class: "kind", text: String(row.kind) }),
      el("span", { class: "by" }, el("bdi", { text: this.desk.nameOf(row.by) })),
      row.words ? el("span", { class: "by said" }, el("bdi", { text: row.words })) : null,
      el("span", { class: "why" }, el("bdi", { text: row.why ?? "" }))), data);
    return el("li", { data: { row: row.id, kind: row.kind, family: this.family(row.kind) } }, details);
  }

  family(kind) {
    const word = String(kind).toLowerCase();
    if (/escalat|unreach|refus|silent|reopen|cannot|fail/.test(word)) return "wrong";
    if (/clos|fix|resolv|return|works|acknowledg/.test(word)) return "good";
    if (/open|page|ticket|report/.test(word)) return "call";
    return "plain";
  }

  addIncident(incident) {
    if (incident === null || incident === undefined) return;
    const value = String(incident);
    if ([...this.select.options].some((option) => option.value === value)) return;
    this.select.append(el("option", { value, text: `№${value}` }));
  }

  passes(row) {
    return !this.select.value || String(row.incident) === this.select.value;
  }

  filter() {
    for (const { row, node } of this.rows.values()) node.hidden = !this.passes(row);
    this.total();
    this.toEnd();
  }

  total() {
    const shown = [...this.rows.values()].filter(({ row }) => this.passes(row)).length;
    this.count.textContent = shown === 1 ? "1 row" : `${shown} rows`;
  }

  atEnd() {
    return this.list.scrollHeight - this.list.scrollTop - this.list.clientHeight < NEAR_END_PX;
  }

  toEnd() {
    this.list.scrollTop = this.list.scrollHeight;
    this.latest.hidden = true;
  }
}
