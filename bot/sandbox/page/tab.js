/* One tab: who, what they are, and how much they have not read. */
import { el } from "./dom.js";

export function drawTab({ key, name, note, unread, sign }, current, open) {
  const badge = unread ? el("span", { class: "badge", text: unread > 99 ? "99+" : unread }) : null;
  const [first, rest] = name.split(/ (.*)/s);
  return el("button", {
    type: "button", class: "tab", "aria-label": unread ? `${name}, ${note}, ${unread} unread` : `${name}, ${note}`,
    data: { tab: key }, "aria-current": current ? "true" : null, onclick: () => open(key),
  }, el("span", { class: "tab-sign" }, sign, badge),
  el("span", { class: "tab-words" }, el("bdi", {}, first, rest ? el("span", { class: "rest", text: ` ${rest}` }) : null),
    el("small", { text: note })));
}
