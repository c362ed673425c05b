/* The leads' group: a forum, one topic for each mass outage. Whoever is chosen below it taps its buttons. */
import { el, icon } from "./dom.js";
import { drawGroup } from "./message.js";
import { Notices } from "./notices.js";

const GENERAL = 0;
const ANSWER_MS = 15000;
const STEPS = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: 1, ArrowUp: -1 };

export class Group {
  constructor(node, desk) {
    this.node = node;
    this.desk = desk;
    this.state = null;
    this.topic = GENERAL;
    this.known = new Set();
    this.messages = new Map();
    this.drawn = new Map();
    this.waiting = new Map();
    const note = (text) => this.notices.toast(text);
    this.reader = { send: () => note("Commands go to the bot's private chat."), note, zone: desk.zone, language: "en" };
    this.build();
  }

  build() {
    this.title = el("bdi", { class: "name" });
    this.about = el("small");
    this.fold = el("button", {
      type: "button", class: "group-fold", data: { action: "fold-group" }, "aria-expanded": "false",
      "aria-controls": "group-inside", onclick: () => this.open(!this.isOpen()),
    }, el("span", { class: "avatar plain", "aria-hidden": "true" }, icon("group")),
    el("span", { class: "group-words" }, this.title, this.about), icon("down"));
    this.tabs = el("div", {
      class: "topics", role: "tablist", "aria-label": "Topics", onkeydown: (event) => this.steps(event),
    });
    this.list = el("ol", { class: "messages" });
    this.chat = el("div", { class: "chat", id: "group-chat", role: "tabpanel", tabindex: "0" }, this.list);
    this.screen = el("div", { class: "screen" }, this.chat);
    this.notices = new Notices(this.screen);
    this.hand = el("select", { data: { action: "tap-as" } });
    this.inside = el("div", { class: "group-inside", id: "group-inside", hidden: true }, this.tabs, this.screen,
      el("label", { class: "hand" }, "Tap as ", this.hand));
    this.node.replaceChildren(this.fold, this.inside);
  }

  load(state) {
    const first = this.state === null;
    this.state = state;
    this.node.hidden = !state;
    if (!state) return;
    this.messages = new Map(state.messages.map((message) => [message.id, { ...message, from: "bot" }]));
    const fresh = state.topics.filter((topic) => !this.known.has(topic.id));
    if (fresh.length) this.topic = fresh.at(-1).id;
    else if (this.topic && !state.topics.some((topic) => topic.id === this.topic)) this.topic = GENERAL;
    this.known = new Set(state.topics.map((topic) => topic.id));
    if (fresh.length) this.open(true);
    if (first) this.describe(), this.desk.drawTabs();
    this.draw();
  }

  describe() {
    const { title, members } = this.state;
    this.title.textContent = title;
    this.node.setAttribute("aria-label", `Group: ${title}`);
    this.hand.replaceChildren(...members.map(({ user_id: id, name }) => el("option", { value: id, text: name })));
  }

  isOpen() {
    return !this.inside.hidden;
  }

  open(wanted) {
    this.inside.hidden = !wanted;
    this.fold.setAttribute("aria-expanded", String(wanted));
    this.node.classList.toggle("unfolded", wanted);
    if (wanted) this.toEnd();
  }

  draw() {
    const { members, topics } = this.state;
    const count = topics.length === 1 ? "1 topic" : `${topics.length} topics`;
    this.about.textContent = `${members.length} people and the bot · ${count}`;
    this.drawTopics([{ id: GENERAL, name: "General", closed: false }, ...topics]);
    this.drawMessages();
  }

  drawTopics(topics) {
    const held = document.activeElement?.dataset?.topic;
    this.tabs.replaceChildren(...topics.map((topic) => this.drawTopic(topic)));
    if (held) this.tabs.querySelector(`[data-topic="${held}"]`)?.focus({ preventScroll: true });
    this.tabs.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  drawTopic({ id, name, closed }) {
    const chosen = id === this.topic;
    return el("button", {
      type: "button", role: "tab", class: "topic", data: { topic: id }, title: name, "aria-controls": "group-chat",
      "aria-selected": String(chosen), tabindex: chosen ? "0" : "-1", onclick: () => this.choose(id),
    }, el("bdi", { text: name }), closed ? icon("lock", "Closed") : null);
  }

  choose(id) {
    this.topic = id;
    this.draw();
    this.toEnd();
  }

  steps(event) {
    const ids = [GENERAL, ...this.state.topics.map((topic) => topic.id)];
    const at = ids.indexOf(this.topic);
    const wanted = { Home: 0, End: ids.length - 1 }[event.key] ?? (event.key in STEPS ? at + STEPS[event.key] : -1);
    if (wanted < 0 || wanted >= ids.length) return;
    event.preventDefault();
    this.choose(ids[wanted]);
    this.tabs.querySelector("[aria-selected=true]").focus({ preventScroll: true });
  }

  /* Only what changed is drawn anew, so that a finger does not lose its button. */
  drawMessages() {
    const held = document.activeElement?.closest?.("[data-button]");
    const place = held && this.list.contains(held) ? held.dataset.button : null;
    const there = [...this.messages.values()].filter((message) => (message.topic ?? GENERAL) === this.topic);
    const kept = new Map();
    for (const message of there.sort((a, b) => a.id - b.id)) {
      const busy = [...this.waiting.keys()].filter((key) => key.startsWith(`${message.id} `));
      const said = JSON.stringify([message, busy]);
      const old = this.drawn.get(message.id);
      const node = old?.said === said ? old.node : drawGroup([message], this);
      if (old && old.node !== node) node.classList.add("changed");
      kept.set(message.id, { node, said });
    }
    this.drawn = kept;
    this.list.replaceChildren(...[...kept.values()].map(({ node }) => node));
    if (place) this.list.querySelector(`[data-button="${CSS.escape(place)}"]`)?.focus({ preventScroll: true });
  }

  toEnd() {
    this.chat.scrollTop = this.chat.scrollHeight;
  }

  async tap(messageId, data) {
    const key = `${messageId} ${data}`;
    const by = Number(this.hand.value);
    if (this.waiting.has(key)) return;
    this.waiting.set(key, { by, timer: setTimeout(() => this.settle(key), ANSWER_MS) });
    this.drawMessages();
    try {
      await this.desk.post(`/sim/${by}/tap`, { chat_id: this.state.chat_id, message_id: messageId, data });
    } catch (error) {
      this.settle(key);
      this.notices.toast(error.message || "The server is away.", "wrong");
    }
  }

  answered({ user_id: by, text, alert }) {
    const keys = [...this.waiting.keys()].filter((key) => this.waiting.get(key).by === by);
    keys.forEach((key) => this.settle(key));
    if (!keys.length || !text) return;
    if (alert) this.notices.stop(text, () => this.chat.focus({ preventScroll: true }));
    else this.notices.toast(text);
  }

  settle(key) {
    clearTimeout(this.waiting.get(key)?.timer);
    this.waiting.delete(key);
    this.drawMessages();
  }
}
