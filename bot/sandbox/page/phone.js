/* One phone: header, chat, composer. Redraws only the bubbles that changed. */
import { Composer, round } from "./composer.js";
import { el, icon, initials, replay, scrolling } from "./dom.js";
import { Menu } from "./menu.js";
import { Notices } from "./notices.js";
import { drawGroup, groupKey, groups } from "./message.js";

const ANSWER_MS = 15000;
const TYPING_MS = 6000;
const NEAR_END_PX = 80;

export class Phone {
  constructor(state, index, desk) {
    this.id = state.user_id;
    this.desk = desk;
    this.messages = new Map();
    this.drawn = new Map();
    this.waiting = new Map();
    this.unread = 0;
    this.reader = {
      send: (text) => this.send(text), note: (text) => this.toast(text),
      zone: desk.zone, language: state.language_code || "en",
    };
    this.build(index);
    this.load(state);
  }

  build(index) {
    this.avatar = el("span", { class: `avatar tint-${index % 6}`, "aria-hidden": "true" });
    this.ring = el("span", { class: "ring", "aria-hidden": "true" }, icon("bell"));
    this.name = el("bdi", { class: "name" });
    this.role = el("span", { class: "role" });
    this.status = el("span", { class: "status" });
    this.tongue = el("span", { class: "tongue" });
    this.more = round("more", "dots", "More about this phone", (event) => this.openMore(event.currentTarget));
    this.header = el("header", { class: "phone-head" }, el("span", { class: "face" }, this.avatar, this.ring),
      el("div", { class: "who" }, el("div", { class: "who-line" }, this.name, this.tongue),
        el("div", { class: "who-line" }, this.role, this.status)), this.more);
    this.list = el("ol", { class: "messages" });
    this.empty = el("p", { class: "empty", text: "Nothing has been said here yet." });
    this.typing = el("div", { class: "typing", role: "status", "aria-label": "The bot is typing", hidden: true },
      el("i"), el("i"), el("i"));
    this.chat = el("div", { class: "chat", tabindex: "0", onscroll: () => this.watchEnd() }, this.empty, this.list,
      this.typing);
    this.down = round("down", "down", "To the newest message", () => this.toEnd(true));
    this.down.hidden = true;
const screen = el("div", { class: "screen" }, this.chat, this.down);
    this.notices = new Notices(screen);
    this.composer = new Composer(this);
    this.node = el("section", { class: "phone", data: { phone: this.id } }, this.header,
      screen, this.composer.node);
    this.menu = new Menu(this.node);
    this.stuck = true;
    const sizes = new ResizeObserver(() => { if (this.stuck) this.toEnd(); });
    [this.chat, this.list].forEach((node) => sizes.observe(node));
  }

  load(state) {
    this.messages = new Map(state.messages.map((message) => [message.id, message]));
    this.describe(state);
    this.waiting.clear();
    this.draw();
    this.toEnd();
  }

  describe(state) {
    this.state = { ...this.state, ...state };
    const { name, role, language_code: language, started, blocked } = this.state;
    this.reader.language = language || "en";
    this.avatar.textContent = initials(name);
    this.name.textContent = name;
    this.role.textContent = role;
    this.tongue.textContent = language ?? "";
    const word = blocked ? "blocked the bot" : started ? "online" : "has not pressed Start";
    this.status.textContent = word;
    this.status.dataset.status = blocked ? "blocked" : started ? "online" : "away";
    this.node.setAttribute("aria-label", `${name}, ${role}`);
    this.chat.setAttribute("aria-label", `Chat of ${name}`);
    this.composer.show(this.state);
    this.empty.textContent = started ? "Nothing has been said here yet." : "Press Start, as a new person would.";
    this.setTyping(Boolean(state.typing));
  }

  draw() {
    const held = document.activeElement?.closest?.("[data-button]");
    const place = held && this.list.contains(held) ? held.dataset.button : null;
    const found = groups([...this.messages.values()].sort((a, b) => a.id - b.id));
    const kept = new Map();
    const nodes = [];
    let day = "";
    for (const group of found) {
      const date = this.desk.day(group[0].at);
      if (date !== day) nodes.push(this.dayMark(date, kept));
      day = date;
      nodes.push(this.drawOne(group, kept));
    }
    this.drawn = kept;
    this.arrange(nodes);
    this.empty.hidden = nodes.length > 0;
    if (place && !held.isConnected) this.list.querySelector(`[data-button="${CSS.escape(place)}"]`)?.focus();
  }

  dayMark(date, kept) {
    const key = `day-${date}`;
    const node = this.drawn.get(key)?.node ?? el("li", { class: "day" }, el("span", { text: date }));
    kept.set(key, { node, said: date });
    return node;
  }

  drawOne(group, kept) {
    const key = groupKey(group);
    const busy = group.flatMap((one) => [...this.waiting.keys()].filter((held) => held.startsWith(`${one.id} `)));
    const said = JSON.stringify([group, busy]);
    const old = this.drawn.get(key);
    if (old?.said === said) {
      kept.set(key, old);
      return old.node;
    }
    const node = drawGroup(group, this);
    const words = JSON.stringify(group);
    if (old && old.words !== words) node.classList.add("changed");
    else if (!old && this.fresh) node.classList.add("arrived");
    kept.set(key, { node, said, words });
    return node;
  }

  arrange(nodes) {
    const wanted = new Set(nodes);
    for (const child of [...this.list.children]) if (!wanted.has(child)) child.remove();
    nodes.forEach((node, at) => {
      if (this.list.children[at] !== node) this.list.insertBefore(node, this.list.children[at] ?? null);
    });
  }

  put(message, fresh) {
    const stay = this.atEnd() || (fresh && message.from === "me");
    this.fresh = fresh;
    this.messages.set(message.id, message);
    if (message.from === "bot") this.setTyping(false);
    this.draw();
    this.fresh = false;
    if (stay) this.toEnd(fresh);
    else if (fresh) this.down.hidden = false;
    if (fresh && message.from === "bot") this.announce(message);
  }

  announce(message) {
    if (!this.desk.sees(this)) this.unread += 1, this.desk.drawTabs();
    if (message.silent) return;
    replay(this.node, "flash");
    this.desk.beep();
  }

  remove(id) {
    this.messages.delete(id);
    this.draw();
  }

  seen() {
    if (!this.unread) return;
    this.unread = 0;
    this.desk.drawTabs();
  }

  atEnd() {
    return this.chat.scrollHeight - this.chat.scrollTop - this.chat.clientHeight < NEAR_END_PX;
  }

  toEnd(smooth) {
    this.chat.scrollTo({ top: this.chat.scrollHeight, behavior: smooth ? scrolling() : "instant" });
    this.stuck = true;
    this.down.hidden = true;
  }

  watchEnd() {
    this.stuck = this.atEnd();
    if (this.stuck) this.down.hidden = true;
  }

  setTyping(on) {
    clearTimeout(this.typingTimer);
    const stay = this.atEnd();
    this.typing.hidden = !on;
    if (on && stay) this.toEnd();
    if (on) this.typingTimer = setTimeout(() => this.setTyping(false), TYPING_MS);
  }

  async ask(what, body) {
    try {
      return await this.desk.post(`/sim/${this.id}/${what}`, body);
    } catch (error) {
      this.toast(error.message || "The server is away.", "wrong");
      return null;
    }
  }

  send(text) {
    return this.ask("text", { text });
  }

  async tap(messageId, data) {
    const key = `${messageId} ${data}`;
    if (this.waiting.has(key)) return;
    this.waiting.set(key, { timer: setTimeout(() => this.unanswered(key), ANSWER_MS), query: null });
    this.draw();
    const taken = await this.ask("tap", { message_id: messageId, data });
    if (taken === null) this.settle(key);
    else if (this.waiting.has(key)) this.waiting.get(key).query = taken.query_id ?? null;
  }

  settle(key) {
    clearTimeout(this.waiting.get(key)?.timer);
    this.waiting.delete(key);
    this.draw();
  }

  unanswered(key) {
    if (!this.waiting.has(key)) return;
    this.settle(key);
    this.toast("The bot has not answered this tap yet.", "wrong");
  }

  answer({ text, alert, query_id: query }) {
    const keys = [...this.waiting.keys()];
    const known = query ? keys.filter((key) => this.waiting.get(key).query === query) : [];
    (known.length ? known : keys).forEach((key) => this.settle(key));
    if (text && alert) this.notices.stop(text, () => this.chat.focus({ preventScroll: true }));
    else if (text) this.toast(text);
  }

  toast(text, kind) {
    this.notices.toast(text, kind);
  }

  openMore(anchor) {
    const { blocked } = this.state;
    this.menu.open(anchor, "This phone", [blocked
      ? { action: "unblock", icon: "user", text: "Unblock the bot", run: () => this.ask("unblock", {}) }
      : { action: "block", icon: "block", text: "Block the bot", note: "Messages will be refused", run: () => this.ask("block", {}) },
    { action: "restart", icon: "send", text: "Send /start", run: () => this.ask("start", {}) }], "from-head");
  }

  openForward(messageId, anchor) {
    this.menu.open(anchor, "Forward to", this.desk.others(this).map((other) => ({
      action: `forward-to-${other.id}`, icon: "user", text: other.state.name, note: other.state.role,
      run: () => other.ask("forward", { from_user_id: this.id, message_id: messageId }),
    })), "from-head");
  }
}
