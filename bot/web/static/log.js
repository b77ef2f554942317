// The conversation on the page. What people and officials wrote is shown exactly as written, as text.

import { button, element, part } from "./dom.js";
import { isDue } from "./outbox.js";
import { dayOf, size, t, timeOf } from "./texts.js";

const NEAR_BOTTOM = 160;
const AT_BOTTOM = 4;
// What comes closer together than this (ms) is read as one: several messages answer one word.
const BURST = 5_000;
const EDGE = 16;

/** The conversation: events from the server above, the person's unsent messages below. */
export class Log {
  #messages = part("messages");
  #unsent = part("unsent");
  #newer = part("newer");
  #byId = new Map();
  #asking = null;
  #count = 0;
  #lastOwn = 0;
  #live = new Set();
  #answering = false;
  #lastDay = "";
  #burst = null;
  #newest = null;
  #arrived = 0;
  #catchingUp = true;
  #following = true;
  #pinned = true;

  /** `onChoice(choice)` is called when a choice is pressed; `attachments` draws files. */
  constructor({ attachments, onChoice }) {
    this.attachments = attachments;
    this.onChoice = onChoice;
    this.#newer.addEventListener("click", () => this.toBottom());
    addEventListener("scroll", () => this.#scrolled(), { passive: true });
    // A picture that arrives, a keyboard that opens, a taller box: who was at the end stays at the end.
    const changes = new ResizeObserver(() => (this.#pinned ? this.toBottom() : this.#hint()));
    changes.observe(part("log").parentElement);
    changes.observe(part("composer"));
    addEventListener("resize", () => this.#pinned && this.toBottom());
  }

  get empty() {
    return this.#byId.size === 0;
  }

  /** Forgets everything shown, for a conversation that begins anew. */
  clear() {
    this.#messages.replaceChildren();
    this.#byId.clear();
    this.#live.clear();
    this.catchingUp = true;
    this.#asking = null;
    this.#burst = null;
    this.#lastDay = "";
    this.#count = this.#lastOwn = 0;
  }

  /** While catching up with history the page keeps to what came last and a screen reader stays quiet. */
  set catchingUp(yes) {
    this.#catchingUp = yes;
    part("log").setAttribute("aria-live", yes ? "off" : "polite");
  }

  /** Shows one event: a new message, or a new wording of an earlier one. An event seen before changes nothing. */
  show(event) {
    if (this.#byId.has(String(event.id))) return;
    const earlier = event.replaces === undefined ? null : this.#byId.get(String(event.replaces));
    this.#count += 1;
    const stick = this.#catchingUp || this.#following;
    const message = earlier ?? this.#append(event);
    if (earlier) this.#reword(earlier, event);
    this.#byId.set(String(event.id), message);
    this.#fill(message, event);
    this.refreshChoices();
    this.#follow(message, stick);
  }

  #append(event) {
    const mine = event.from === "me";
    const at = new Date(event.at);
    this.#dayLine(at);
    const article = element("article", {
      class: mine ? "message mine" : "message",
      tabindex: "-1",
      // Their own words need no reading out again.
      "aria-live": mine ? "off" : null,
    });
    this.#messages.append(article);
    if (mine) this.#lastOwn = this.#count;
    this.#burst = mine ? null : this.#burstOf(article, at);
    return { article, mine, choices: [], seen: this.#count, reworded: false };
  }

  /** The messages of the office since one's own last word, as long as they came in quick succession. */
  #burstOf(article, at) {
    const goesOn = this.#burst && at - this.#burst.until < BURST;
    return { first: goesOn ? this.#burst.first : article, until: at };
  }

  #dayLine(at) {
    if (Number.isNaN(at.getTime())) return;
    const day = dayOf(at);
    if (day === this.#lastDay) return;
    this.#lastDay = day;
    this.#messages.append(element("h2", { class: "day", text: day }));
  }

  #reword(message) {
    message.seen = this.#count;
    message.reworded = true;
    // A count that climbs every few seconds must not talk over everything else.
    message.article.setAttribute("aria-live", "off");
  }

  #fill(message, event) {
    message.choices = event.choices ?? [];
    message.list = message.choices.length ? element("ol", { class: "choices" }) : null;
    message.open = null;
    if (message.list) this.#live.add(message);
    if (message.list && !message.reworded && !this.#questionWaits(message)) this.#asking = message;
    message.article.replaceChildren(
      sender(message.mine),
      ...(event.text ? [words(event.text)] : []),
      ...this.#files(event.attachments ?? []),
      footer(event.at, message.mine),
      ...(message.list ? [message.list] : []),
    );
  }

  #files(attachments) {
    if (!attachments.length) return [];
    return [element("ul", { class: "files" }, ...attachments.map((one) => this.attachments.draw(one)))];
  }

  /** A notice that only offers commands does not end a question that waits: that one keeps its buttons and numbers. */
  #questionWaits(newer) {
    const waits = this.#asking !== null && this.#asking.seen > this.#lastOwn;
    return waits && this.#asking.choices.some(isOfQuestion) && !newer.choices.some(isOfQuestion);
  }

  /** The choice that stands behind a number on the page now, or undefined. */
  numbered(number) {
    return this.#asking?.open ? this.#asking.choices[number - 1] : undefined;
  }

  /** Only the newest question can be answered by a button, and only until it is answered. */
  refreshChoices() {
    for (const message of this.#live) {
      const current = message === this.#asking || message.reworded;
      const unanswered = current && message.list !== null && message.seen > this.#lastOwn;
      if (!unanswered) this.#live.delete(message);
      const open = unanswered && !this.#answering;
      if (message.list && message.open !== open) this.#drawChoices(message, open);
    }
  }

  /** How many events have been shown: what was known when a message was written. */
  get seen() {
    return this.#count;
  }

  /** The server took a message written when `seen` events were known: what they asked is answered. */
  answered(seen) {
    this.#lastOwn = Math.max(this.#lastOwn, seen);
    this.refreshChoices();
  }

  /** A question's choices end with it; commands («/xem GM-0042») never grow old, so their buttons stay, smaller. */
  #drawChoices(message, open) {
    message.open = open;
    const kept = open ? message.choices : message.choices.filter((choice) => !isOfQuestion(choice));
    message.list.hidden = !kept.length;
    message.list.className = open ? "choices" : "choices past";
    message.list.setAttribute("aria-label", open ? t("web.chat.choices") : t("web.chat.choices_past"));
    message.list.replaceChildren(
      ...kept.map((choice, index) => {
        const press = button("", () => this.#choose(message, choice), { class: "choice" });
        const number = open ? element("span", { class: "number", text: index + 1 }) : "";
        press.replaceChildren(number, words(choice.label, "span"));
        return element("li", {}, press);
      }),
    );
  }

  #choose(message, choice) {
    // The pressed button is about to go; without this the keyboard would start again at the top of the page.
    message.article.focus({ preventScroll: true });
    this.onChoice(choice);
  }

  /** Shows the messages that wait, each with what is happening to it and what can be done. */
  showUnsent(items, acts) {
    const grown = items.length > this.#unsent.childElementCount;
    this.#answering = items.some(isDue);
    const focused = this.#unsent.contains(document.activeElement);
    this.#unsent.replaceChildren(...items.map((item) => unsent(item, acts)));
    // The pressed button is gone; the keyboard stays near where it was.
    if (focused) this.#unsent.focus({ preventScroll: true });
    this.refreshChoices();
    if (grown) this.toBottom();
  }

  toBottom() {
    scrollTo(0, document.documentElement.scrollHeight);
    this.#following = this.#pinned = true;
    this.#newer.hidden = true;
  }

  #scrolled() {
    const page = document.documentElement;
    const below = page.scrollHeight - innerHeight - scrollY;
    this.#following = below < NEAR_BOTTOM;
    this.#pinned = below < AT_BOTTOM;
    if (this.#following) this.#newer.hidden = true;
  }

  #follow(message, stick) {
    if (this.#catchingUp) return this.#toNews();
    if (message.mine && stick) return this.toBottom();
    if (message.reworded) return;
    this.#newest = message.article;
    this.#arrived = Date.now();
    if (stick) this.#toNews();
    this.#hint();
  }

  /** Says that there is something new below; also when a picture above it, just loaded, has pushed it down. */
  #hint() {
    const below = topOf(this.#newest) > scrollY + innerHeight - part("composer").offsetHeight;
    if (below && Date.now() - this.#arrived < BURST) this.#newer.hidden = false;
  }

  /** To the end, but no further than the first line of what was said last: a long answer is read from its beginning. */
  #toNews() {
    const first = this.#burst?.first;
    const whole = document.documentElement.scrollHeight;
    // Who was never here before begins at the top, where it says whose page this is.
    const top = first && first === this.#messages.querySelector(".message") ? 0 : topOf(first) - EDGE;
    if (!first || whole - top <= innerHeight) return this.toBottom();
    scrollTo(0, top);
    this.#scrolled();
  }
}

/** False for a command («/xem GM-0042»), which can be pressed at any time. */
function isOfQuestion({ value }) {
  return !value.startsWith("/");
}

function topOf(article) {
  return article ? article.getBoundingClientRect().top + scrollY : 0;
}

function sender(mine) {
  return element("p", { class: "sender", text: mine ? t("web.chat.me") : t("web.chat.assistant") });
}

/** Text as it was written. A receipt code («GM-0042») is never torn at the end of a line. */
function words(content, tag = "div") {
  const parts = String(content).split(/(\b[A-Z]{1,6}-\d{4,}\b)/);
  const shown = parts.map((one, index) => (index % 2 ? element("span", { class: "code", text: one }) : one));
  return element(tag, { class: "words", dir: "auto" }, ...shown);
}

function footer(at, mine) {
  const date = new Date(at);
  if (Number.isNaN(date.getTime())) return element("p", { class: "when" });
  const time = element("time", { datetime: date.toISOString(), text: timeOf(date) });
  return element("p", { class: "when" }, time, mine ? ` · ${t("web.chat.sent")}` : "");
}

function unsent(item, { onAgain, onEdit, onDiscard }) {
  const refused = item.state === "refused";
  const editable = refused && item.body.text && !item.file;
  return element(
    "article",
    { class: `message mine ${item.state}` },
    sender(true),
    ...(item.label ? [words(item.label)] : []),
    ...(item.file ? [element("p", { class: "file-name", text: `${item.file.name} (${size(item.file.size)})` })] : []),
    element("p", { class: "state", text: refused ? item.error : stateOf(item) }),
    ...(item.state === "retrying" ? [acts(button(t("web.chat.retry_now"), () => onAgain(item)))] : []),
    ...(refused
      ? [
          acts(
            button(t("web.chat.again"), () => onAgain(item)),
            editable ? button(t("web.chat.edit"), () => onEdit(item)) : null,
            button(t("web.chat.discard"), () => onDiscard(item)),
          ),
        ]
      : []),
  );
}

function acts(...buttons) {
  return element("div", { class: "acts" }, ...buttons);
}

function stateOf({ state, durable }) {
  if (state === "waiting") return t("web.chat.waiting");
  if (state === "sending") return t("web.chat.sending");
  if (state === "sent") return t("web.chat.sent");
  return durable === false ? t("web.chat.retrying_keep_open") : t("web.chat.retrying");
}
