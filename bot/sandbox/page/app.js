/* The desk: reads the state, hands events to the phones and the history, winds the clock. */
import { bell } from "./bell.js";
import { el, icon, initials, replay, scrolling } from "./dom.js";
import { Group } from "./group.js";
import { History } from "./history.js";
import { useZone } from "./message.js";
import { Phone } from "./phone.js";
import { openPicture } from "./picture.js";
import { drawTab } from "./tab.js";
import { listen, post } from "./wire.js";

const HISTORY_TAB = "history";
const GROUP_TAB = "group";
const DEFAULT_ZONE = "Europe/Moscow";
const one = (selector) => document.querySelector(selector);

const night = { clock: null, readAt: 0, running: false, pid: null, playing: false, caption: "", zone: DEFAULT_ZONE };
const plays = { ladder: "Nobody answers", flood: "Thirty report" };
const phones = new Map();
const visible = new Set();
let tab = "";

const narrow = matchMedia("(max-width: 760px)");

function zoneAsked() {
  const asked = new URLSearchParams(location.search).get("zone");
  try {
    return asked ? new Intl.DateTimeFormat("en", { timeZone: asked }).resolvedOptions().timeZone : null;
  } catch {
    return null;
  }
}
const asked = zoneAsked();

const desk = {
  post,
  zone: () => asked ?? night.zone,
  day: (at) => new Date(at).toLocaleDateString("en-GB", { timeZone: desk.zone(), day: "numeric", month: "long" }),
  sees: (phone) => (narrow.matches ? tab === String(phone.id) : visible.has(phone.id)) && !document.hidden,
  others: (phone) => [...phones.values()].filter((other) => other !== phone && other.state.started),
  nameOf: (by) => {
    if (by === null || by === undefined || by === "") return "the night itself";
    return phones.get(Number(by))?.state.name ?? String(by);
  },
  openPicture,
  drawTabs,
  beep: () => bell.ring(),
};
useZone(desk.zone);
const history = new History(one("[data-history]"), desk);
const group = new Group(one("[data-group]"), desk);

const watcher = new IntersectionObserver((entries) => {
  for (const entry of entries) {
    const id = Number(entry.target.dataset.phone);
    if (entry.isIntersecting) visible.add(id), phones.get(id)?.seen();
    else visible.delete(id);
  }
}, { threshold: 0.45 });

/* ---- what the server says ---- */

function loadState(state) {
  setClock(state.clock);
  setBot(state.bot);
  setPlaying(state);
  const ids = state.phones.map((phone) => phone.user_id);
  const same = ids.length === phones.size && ids.every((id) => phones.has(id));
  if (same) state.phones.forEach((phone) => phones.get(phone.user_id).load(phone));
  else buildPhones(state.phones);
  group.load(state.groups?.[0] ?? null);
  history.load(state.history);
  if (!tab) openTab(String(ids[0] ?? HISTORY_TAB));
  drawTabs();
}

function buildPhones(states) {
  watcher.disconnect();
  phones.clear();
  states.forEach((state, index) => phones.set(state.user_id, new Phone(state, index, desk)));
  one("[data-phones]").replaceChildren(...[...phones.values()].map((phone) => phone.node));
  for (const phone of phones.values()) watcher.observe(phone.node), phone.toEnd();
}

const hears = {
  message: (event) => {
    const phone = phones.get(event.user_id);
    phone?.put(event.message, true);
    if (phone) follow(phone);
  },
  edited: (event) => phones.get(event.user_id)?.put(event.message, false),
  deleted: (event) => phones.get(event.user_id)?.remove(event.message_id ?? event.message?.id),
  answer: (event) => { phones.get(event.user_id)?.answer(event); group.answered(event); },
  group: (event) => group.load(event.group),
  typing: (event) => phones.get(event.user_id)?.setTyping(true),
  phone: (event) => { phones.get(event.user_id ?? event.phone.user_id)?.describe(event.phone); drawTabs(); },
  clock: (event) => setClock(event.clock),
  history: (event) => history.put(event.row),
  bot: (event) => setBot(event.bot),
  playing: (event) => setPlaying(event),
};

/* While the night plays by itself, the phone that is spoken to comes into view. */
function follow(phone) {
  if (!night.playing || narrow.matches || document.body.dataset.view === "fit" || desk.sees(phone)) return;
  phone.node.scrollIntoView({ block: "nearest", inline: "nearest", behavior: scrolling() });
}

/* ---- top bar ---- */

function setClock(clock) {
  const jumped = night.clock && clock.offset !== night.clock.offset;
  night.clock = clock;
  night.zone = clock.zone ?? clock.time_zone ?? DEFAULT_ZONE;
  night.readAt = performance.now();
  if (jumped) replay(one("[data-clock]"), "jumped");
  tick();
}

function tick() {
  if (!night.clock) return;
  const now = new Date(Date.parse(night.clock.now) + performance.now() - night.readAt);
  const zone = desk.zone();
  one("[data-clock-time]").textContent = now.toLocaleTimeString("en-GB", { timeZone: zone, hourCycle: "h23" });
  const date = now.toLocaleDateString("en-GB", { timeZone: zone, weekday: "short", day: "numeric", month: "long" });
  const wound = Math.round((night.clock.offset ?? 0) / 60);
  const place = zone.split("/").at(-1).replaceAll("_", " ");
  const parts = [date, place, wound > 0 ? `wound +${wound} min` : ""];
  [...one("[data-clock-date]").children].forEach((part, at) => { if (part.textContent !== parts[at]) part.textContent = parts[at]; });
}

function setBot({ running, pid }) {
  night.running = running;
  const node = one("[data-bot]");
  node.dataset.action = running ? "kill" : "start-bot";
  node.dataset.bot = running ? "running" : "stopped";
  node.title = running ? `The bot runs${pid ? `, process ${pid}` : ""}. Kill it: nothing may be lost.` : "The bot is down. Start it again.";
  node.setAttribute("aria-label", running ? "Kill the bot (it is running)" : "Start the bot (it is down)");
  node.replaceChildren(el("i", { class: "lamp" }), el("span", { text: running ? "Kill the bot" : "Start the bot" }));
}

function setPlaying({ playing, caption }) {
  night.playing = Boolean(playing);
  if (caption !== undefined || !playing) night.caption = caption ?? "";
  const node = one("[data-action=play]");
  node.setAttribute("aria-pressed", String(night.playing));
  const label = night.playing ? "Stop playing" : "Play the night";
  node.setAttribute("aria-label", label);
  node.replaceChildren(icon(night.playing ? "stop" : "play"), el("span", { text: label }));
  for (const what of Object.keys(plays)) one(`[data-action=${what}]`).disabled = night.playing;
  const strip = one("[data-caption]");
  strip.hidden = !night.caption;
  strip.classList.toggle("over", !night.playing);
  if (strip.textContent !== night.caption) strip.textContent = night.caption;
}

function setSound(on) {
  bell.loud = on;
  const node = one("[data-action=sound]");
  const label = on ? "Mute the page" : "Let the page ring";
  node.setAttribute("aria-pressed", String(on));
  node.setAttribute("aria-label", label);
  node.title = label;
  node.replaceChildren(icon(on ? "sound" : "mute"));
}

function setView(view) {
  document.body.dataset.view = view;
  const label = view === "fit" ? "Show the phones larger" : "Show all phones at once";
  const node = one("[data-action=view]");
  node.setAttribute("aria-label", label);
  node.title = label;
  node.replaceChildren(icon(view === "fit" ? "large" : "grid"));
  for (const phone of phones.values()) phone.toEnd();
}

async function ask(path, body) {
  try {
    await post(path, body);
  } catch (error) {
    sayWrong(error.message);
  }
}

function sayWrong(text) {
  const strip = one("[data-caption]");
  strip.hidden = false;
  strip.classList.add("over");
  strip.textContent = text || "The server is away.";
}

const does = {
  "forward-1": () => ask("/sim/clock", { forward: 60 }),
  "forward-5": () => ask("/sim/clock", { forward: 300 }),
  "forward-30": () => ask("/sim/clock", { forward: 1800 }),
  play: () => ask("/sim/play", { start: !night.playing }),
  ...Object.fromEntries(Object.keys(plays).map((what) => [what, () => ask("/sim/play", { start: true, what })])),
  kill: () => ask("/sim/bot", { action: "kill" }),
  "start-bot": () => ask("/sim/bot", { action: "start" }),
  sound: () => { setSound(!bell.loud); bell.ring(); },
  view: () => setView(document.body.dataset.view === "fit" ? "large" : "fit"),
};
one(".controls").addEventListener("click", (event) => does[event.target.closest("[data-action]")?.dataset.action]?.());

/* ---- tabs and pictures ---- */

function drawTabs() {
  const entries = [...phones.values()].map((phone, index) => ({
    key: String(phone.id), name: phone.state.name, note: phone.state.role, unread: phone.unread,
    sign: el("span", { class: `avatar tint-${index % 6}`, "aria-hidden": "true", text: initials(phone.state.name) }),
  }));
  if (group.state) entries.push({ key: GROUP_TAB, name: "Group", note: "of the leads", unread: 0,
    sign: el("span", { class: "avatar plain", "aria-hidden": "true" }, icon("group")) });
  entries.push({ key: HISTORY_TAB, name: "History", note: "database", unread: 0,
    sign: el("span", { class: "avatar plain", "aria-hidden": "true" }, icon("history")) });
  const held = document.activeElement?.dataset?.tab;
  one("[data-tabs]").replaceChildren(...entries.map((entry) => drawTab(entry, entry.key === tab, openTab)));
  if (held) one(`[data-tabs] [data-tab="${held}"]`)?.focus({ preventScroll: true });
}

function openTab(key) {
  tab = key;
  document.body.dataset.tab = key === HISTORY_TAB || key === GROUP_TAB ? key : "phone";
  for (const phone of phones.values()) phone.node.classList.toggle("open", String(phone.id) === key);
  const phone = phones.get(Number(key));
  phone?.seen();
  if (narrow.matches) phone?.toEnd();
  else phone?.node.scrollIntoView({ block: "start", inline: "nearest" });
  if (key === HISTORY_TAB) history.toEnd();
  if (key === GROUP_TAB) group.open(true);
  drawTabs();
}

document.addEventListener("visibilitychange", () => {
  for (const phone of phones.values()) if (desk.sees(phone)) phone.seen();
});
narrow.addEventListener("change", () => { for (const phone of phones.values()) phone.toEnd(); });

for (const [what, text] of Object.entries(plays)) one(`[data-action=${what}]`).replaceChildren(icon(what), el("span", { text }));
setSound(false);
setBot({ running: true });
setPlaying({ playing: false });
setView(innerWidth >= 1500 && innerHeight >= 860 ? "fit" : "large");
setInterval(tick, 250);
listen({
  state: loadState,
  event: (event) => hears[event.kind]?.(event),
  away: (gone) => { one("[data-away]").hidden = !gone; document.body.classList.toggle("gone", gone); },
});
