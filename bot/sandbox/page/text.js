/* A text with Telegram's entities (UTF-16 offsets, as JavaScript counts) as nodes. */
import { el, shownUrl } from "./dom.js";

const TAGS = { bold: "strong", italic: "em", underline: "u", strikethrough: "s", code: "code" };
const LINKS = new Set(["mention", "text_mention", "hashtag", "cashtag", "email", "phone_number"]);
const BLOCKS = new Set(["pre", "blockquote", "expandable_blockquote"]);

const DATE_PARTS = {
  w: { weekday: "long" },
  d: { day: "2-digit", month: "2-digit", year: "2-digit" },
  D: { day: "numeric", month: "long", year: "numeric" },
  t: { hour: "2-digit", minute: "2-digit", hourCycle: "h23" },
  T: { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" },
};

export function drawText(text, entities, reader) {
  const known = (entities ?? []).filter((entity) => entity.length > 0 && entity.offset >= 0);
  known.sort((a, b) => a.offset - b.offset || b.length - a.length);
  const whole = document.createDocumentFragment();
  fill(whole, text, 0, text.length, known, reader);
  return whole;
}

function fill(node, text, from, to, entities, reader) {
  let at = from;
  for (let i = 0; i < entities.length; i += 1) {
    const entity = entities[i];
    const start = Math.max(entity.offset, at);
    const end = Math.min(entity.offset + entity.length, to);
    if (start >= end) continue;
    const inner = [];
    while (i + 1 < entities.length && entities[i + 1].offset < end) inner.push(entities[++i]);
    if (start > at) node.append(text.slice(at, start));
    const part = wrap(entity, text.slice(start, end), reader);
    node.append(part.outer);
    if (part.inner) fill(part.inner, text, start, end, inner, reader);
    at = end;
    if (BLOCKS.has(entity.type) && text[at] === "\n" && at < to) at += 1;
  }
  if (at < to) node.append(text.slice(at, to));
}

function wrap(entity, content, reader) {
  const { type } = entity;
  if (TAGS[type]) return same(el(TAGS[type]));
  if (LINKS.has(type)) return same(el("span", { class: "link" }));
  if (type === "pre") return block(el("pre", { data: { language: entity.language ?? null } }), "code");
  if (type === "blockquote") return same(el("blockquote"));
  if (type === "expandable_blockquote") return expandable();
  if (type === "spoiler") return same(spoiler());
  if (type === "bot_command") return same(command(content, reader));
  if (type === "url" || type === "text_link") return same(link(entity.url ?? content, reader));
  if (type === "date_time") return { outer: moment(entity, content, reader), inner: null };
  return same(el("span"));
}

const same = (node) => ({ outer: node, inner: node });

function block(outer, tag) {
  if (outer.dataset.language === "null") delete outer.dataset.language;
  const inner = el(tag);
  outer.append(inner);
  return { outer, inner };
}

function press(node, run) {
  node.addEventListener("click", run);
  node.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    run();
  });
  return node;
}

function expandable() {
  const node = el("blockquote", { class: "folded", role: "button", tabindex: "0", "aria-expanded": "false" });
  press(node, () => node.setAttribute("aria-expanded", String(!node.classList.toggle("folded"))));
  return same(node);
}

function spoiler() {
  const node = el("span", { class: "spoiler", role: "button", tabindex: "0", "aria-label": "Hidden text, press to read" });
  return press(node, () => { node.classList.add("seen"); node.removeAttribute("aria-label"); });
}

function command(content, reader) {
  return press(el("span", { class: "link", role: "button", tabindex: "0", data: { command: content } }),
    () => reader.send(content));
}

function link(url, reader) {
  const shown = shownUrl(url) ?? shownUrl(`https://${url}`);
  if (!shown || /^[a-z][\w+.-]*:(?!\/\/)/i.test(url)) return el("span");
  return press(el("span", { class: "link", role: "link", tabindex: "0", title: shown }),
    () => reader.note(`A real phone would open ${shown}`));
}

function moment(entity, content, reader) {
  const at = new Date(entity.unix_time * 1000);
  const parts = [...(entity.date_time_format ?? "")].map((letter) => DATE_PARTS[letter]).filter(Boolean);
  const options = Object.assign({ timeZone: reader.zone() }, ...parts);
  const text = parts.length && !Number.isNaN(at.getTime()) ? at.toLocaleString(reader.language, options) : content;
  return el("time", { class: "moment", datetime: Number.isNaN(at.getTime()) ? null : at.toISOString(), text });
}
