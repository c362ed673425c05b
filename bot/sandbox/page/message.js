/* One bubble: a message, or the messages of one album. */
import { el, icon, localUrl, shownUrl, toMoment } from "./dom.js";
import { drawText } from "./text.js";

const OTHER = {
  voice: ["mic", "Voice message"], video: ["video", "Video"], sticker: ["sticker", "Sticker"],
  video_note: ["video", "Video message"], audio: ["sound", "Audio"], animation: ["video", "Animation"],
};
const STYLES = new Set(["primary", "success", "danger"]);

export function groups(messages) {
  const found = [];
  for (const message of messages) {
    const last = found.at(-1);
    const joins = message.album && last?.[0].album === message.album && last[0].from === message.from;
    if (joins) last.push(message);
    else found.push([message]);
  }
  return found;
}

export function groupKey(group) {
  return group[0].album ? `album-${group[0].album}-${group[0].id}` : `message-${group[0].id}`;
}

export function drawGroup(group, phone) {
  const head = group[0];
  const mine = head.from === "me";
  const album = head.album && group.length > 1;
  const pictures = group.filter((message) => localUrl(message.photo));
  const bubble = el("div", { class: "bubble" });
  if (head.by) bubble.append(el("div", { class: "said-by" }, el("bdi", { text: head.by })));
  if (head.reply_to) bubble.append(quoted(head.reply_to, phone));
  if (pictures.length) bubble.append(drawPictures(pictures, album, phone));
  for (const message of group) {
    if (message.document) bubble.append(drawDocument(message, album, phone));
    if (message.other) bubble.append(drawOther(message));
  }
  const spoken = group.filter((message) => message.text);
  for (const message of spoken) bubble.append(drawWords(message, phone));
  bubble.append(marks(group, mine));
  if (pictures.length && !spoken.length) bubble.classList.add("bare");
  if (pictures.length) bubble.classList.add("pictured");
  const keyboard = drawButtons(group.find((message) => message.buttons?.length), phone);
  const forward = !mine && keyboard && !head.protected && phone.openForward ? forwarder(head, phone) : null;
  const node = el("li", {
    class: `message ${mine ? "mine" : "theirs"}${keyboard ? " keyed" : ""}`,
    data: album ? { album: head.album } : { message: head.id },
  }, el("div", { class: "row" }, bubble, forward), keyboard);
  return node;
}

function drawWords(message, phone) {
  const words = el("div", { class: "words", dir: "auto" });
  words.append(drawText(message.text, message.entities, phone.reader));
  return words;
}

function quoted(id, phone) {
  const source = phone.messages.get(id);
  const text = source ? source.text || "Picture" : "Earlier message";
  return el("div", { class: "quoted" }, el("bdi", { text: text.slice(0, 120) }));
}

function drawPictures(pictures, album, phone) {
  const grid = el("div", { class: "pictures", data: { count: Math.min(pictures.length, 10) } });
  for (const message of pictures) {
    const url = localUrl(message.photo);
    grid.append(el("button", {
      type: "button", class: "tile", "aria-label": "Open the picture larger",
      data: album ? { message: message.id } : { picture: "" },
      onclick: () => phone.desk.openPicture(url, message.text),
    }, el("img", { src: url, alt: message.text ? `Picture: ${message.text}` : "Picture" })));
  }
  return grid;
}

function size(bytes) {
  if (!Number.isFinite(bytes)) return "";
  const units = ["B", "KB", "MB", "GB"];
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < 3) value /= 1024, unit += 1;
  return `${unit && value < 10 ? value.toFixed(1) : Math.round(value)} ${units[unit]}`;
}

function drawDocument(message, album, phone) {
  const { name, size: bytes, mime, url } = message.document;
  const place = localUrl(url);
  const picture = place && /^image\/(png|jpe?g|webp|gif)$/.test(mime ?? "");
  const sign = el("span", { class: "file-sign" }, icon(picture ? "image" : "file"));
  const words = el("span", { class: "file-words" }, el("bdi", { text: name || "file" }),
    el("small", { text: [size(bytes), mime].filter(Boolean).join(" · ") }));
  const data = album ? { message: message.id } : {};
  if (picture) {
    return el("button", { type: "button", class: "file", data, onclick: () => phone.desk.openPicture(place, name) },
      sign, words);
  }
  if (place) return el("a", { class: "file", data, href: place, download: name || true }, sign, words);
  return el("span", { class: "file", data }, sign, words);
}

function drawOther(message) {
  const [sign, name] = OTHER[message.other] ?? ["file", String(message.other)];
  return el("span", { class: `file other other-${sign}` }, el("span", { class: "file-sign" }, icon(sign)),
    el("span", { class: "file-words" }, el("span", { text: name }), el("i", { class: "wave", "aria-hidden": "true" })));
}

export function stamp(value, zone, seconds) {
  const at = toMoment(value);
  if (Number.isNaN(at.getTime())) return "";
  const options = { timeZone: zone, hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
  if (seconds) options.second = "2-digit";
  return at.toLocaleTimeString("en-GB", options);
}

function marks(group, mine) {
  const last = group.at(-1);
  const head = group[0];
  const edited = group.map((message) => message.edited_at).filter(Boolean).at(-1);
  const node = el("span", { class: "marks" });
  if (group.some((message) => message.protected)) node.append(icon("lock", "Protected: cannot be forwarded or saved"));
  if (!mine) node.append(head.silent ? icon("bellOff", "Sent without sound") : icon("bell", "Sent with sound"));
  const { zone } = marks;
  if (edited) node.append(el("span", { text: "edited", title: `Edited at ${stamp(edited, zone(), true)}` }));
  node.append(el("time", { datetime: String(last.at), text: stamp(last.at, zone()), title: stamp(last.at, zone(), true) }));
  return node;
}
marks.zone = () => "Europe/Moscow";
export function useZone(zone) { marks.zone = zone; }

function drawButtons(message, phone) {
  if (!message) return null;
  const rows = message.buttons.filter((row) => row.length).map((row) => el("div", { class: "button-row" },
    ...row.map((button) => drawButton(button, message, phone))));
  return rows.length ? el("div", { class: "buttons" }, ...rows) : null;
}

function drawButton(button, message, phone) {
  const url = shownUrl(button.url);
  const dead = Boolean(button.disabled) || (!url && (button.data === null || button.data === undefined));
  const waiting = phone.waiting.has(`${message.id} ${button.data}`);
  const press = () => {
    if (url) phone.reader.note(`A real phone would open ${url}`);
    else phone.tap(message.id, button.data);
  };
  return el("button", {
    type: "button", disabled: dead, onclick: press, title: url,
    class: ["key", STYLES.has(button.style) ? button.style : "", waiting ? "waiting" : ""].join(" ").trim(),
    "aria-busy": waiting ? "true" : null, data: { button: button.text },
  }, el("bdi", { text: button.text }), url ? icon("link") : null);
}

function forwarder(message, phone) {
  return el("button", {
    type: "button", class: "forward", title: "Forward to another phone", "aria-label": "Forward to another phone",
    data: { action: "forward" }, onclick: (event) => phone.openForward(message.id, event.currentTarget),
  }, icon("forward"));
}
