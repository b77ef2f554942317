// The chat page: who is writing, what the server says, what still waits to be sent.

import { Attachments } from "./attachments.js";
import { Composer } from "./composer.js";
import { element, part } from "./dom.js";
import { Log } from "./log.js";
import { Outbox } from "./outbox.js";
import { follow, longer, openConversation, pause, postMessage, Refused, retryNow } from "./protocol.js";
import { forget, recall, remember } from "./storage.js";
import { t } from "./texts.js";

// Events that come closer together than this after joining are history, not news.
const HISTORY_GAP = 600;
const PATIENCE = 3000;

// An official's one-time code stays in the address and names their token in this browser: a reload or a
// bookmark finds the same conversation, and several officials can be played side by side in one browser.
const code = readCode();
const role = code || "resident";
const tokenKey = `token.${role}`;
const seenBefore = new Map();
let token = null;
let unread = 0;
let catchUpTimer = 0;
let lostTimer = 0;
let rejoin = new AbortController();
const title = document.title;

const attachments = new Attachments(() => token);
const log = new Log({ attachments, onChoice: choose });
const outbox = new Outbox({ role, onChange: showUnsent, onSent: sent, onExpired: (error) => rejoin.abort(error) });
const composer = new Composer({ role, onSend: send });

function readCode() {
  const fragment = location.hash.slice(1);
  return fragment && !document.getElementById(fragment) ? fragment : "";
}

async function write(message) {
  const seen = log.seen;
  const item = await outbox.add(message);
  seenBefore.set(item.client_id, seen);
}

function sent(item) {
  log.answered(seenBefore.get(item.client_id) ?? 0);
  seenBefore.delete(item.client_id);
}

/** A number alone means the button that shows it: also under a notice, of which the server keeps no list. */
function numbered(written) {
  const found = /^\s*(\d{1,2})\s*[.)]?\s*$/.exec(written);
  return found ? log.numbered(Number(found[1])) : undefined;
}

function choose({ label, value }) {
  write({ label, body: { choice: value } });
}

async function send({ text: written, files, location: place }) {
  const named = files.length || place ? undefined : numbered(written);
  if (named) return choose(named);
  for (const [index, { blob, name }] of files.entries()) {
    const caption = index === 0 ? written : "";
    await write({ label: caption, body: caption ? { text: caption } : {}, blob, name });
  }
  if (written && !files.length) await write({ label: written, body: { text: written } });
  if (place) await write({ label: place.label, body: { location: place.point } });
}

function showUnsent() {
  log.showUnsent(outbox.items, {
    onAgain: (item) => (item.state === "refused" ? outbox.again(item) : retryNow()),
    onEdit: (item) => {
      outbox.discard(item);
      composer.restore(item.body.text);
    },
    onDiscard: (item) => outbox.discard(item),
  });
  const stuck = outbox.items.some(({ state }) => state === "retrying");
  part("unsent-status").textContent = stuck ? t("web.chat.retrying") : "";
}

function heard(event) {
  log.show(event);
  if (event.from === "me") outbox.arrived(event.client_id);
  part("welcome").hidden = true;
  if (event.from !== "me") countUnread();
  settleSoon();
}

function settleSoon() {
  clearTimeout(catchUpTimer);
  catchUpTimer = setTimeout(() => {
    log.catchingUp = false;
    part("welcome").hidden = !(log.empty && !outbox.items.length);
    document.documentElement.dataset.ready = "chat";
  }, HISTORY_GAP);
}

function countUnread() {
  if (!document.hidden) return;
  unread += 1;
  document.title = `(${unread}) ${title}`;
}

function online() {
  clearTimeout(lostTimer);
  lostTimer = 0;
  part("line").hidden = true;
  part("starting").hidden = true;
  settleSoon();
}

function lost() {
  // A line that comes back within a moment is nobody's business.
  lostTimer ||= setTimeout(() => {
    part("line").hidden = false;
    part("line").textContent = t("web.chat.offline");
  }, PATIENCE);
}

async function obtainToken() {
  for (let wait = 0; ; ) {
    try {
      const opened = await openConversation(code);
      remember(tokenKey, opened);
      return opened;
    } catch (error) {
      if (error instanceof Refused) throw error;
      lost();
      wait = Math.max(longer(wait), error.retryAfter ?? 0);
      await pause(wait);
    }
  }
}

async function converse() {
  token = recall(tokenKey) ?? (await obtainToken());
  rejoin = new AbortController();
  outbox.start((message) => postMessage(token, message));
  await follow(token, { onEvent: heard, onOpen: online, onLost: lost, signal: rejoin.signal });
}

/** Keeps the conversation going; a token the server no longer knows is replaced once by a new conversation. */
async function run() {
  for (let renewed = false; ; renewed = true) {
    try {
      await converse();
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      outbox.stop();
      if (error.expired) forget(tokenKey);
      if (renewed || !error.expired) return showClosed(error);
      log.clear();
      part("restarted").hidden = Boolean(code);
    }
  }
}

function showClosed(error) {
  part("starting").hidden = true;
  part("closed-reason").textContent = error.message;
  part("closed").hidden = false;
  part("closed-reason").focus();
  composer.close();
}

/** Keeps the composer above a keyboard that covers the page instead of shrinking it (Safari). */
function makeRoomForKeyboard() {
  const view = window.visualViewport;
  const fit = () => {
    const covered = Math.max(0, innerHeight - view.height - view.offsetTop);
    // Zooming in also shrinks the visible part; only at normal scale is the difference a keyboard.
    const inset = view.scale > 1.01 ? 0 : covered;
    document.documentElement.style.setProperty("--keyboard", `${inset}px`);
  };
  view?.addEventListener("resize", fit);
  view?.addEventListener("scroll", fit);
}

function begin() {
  document.documentElement.classList.add("scripted");
  part("role").hidden = !code;
  part("welcome-start").addEventListener("click", () => {
    write({ label: t("web.chat.start"), body: { text: "/start" } });
    part("welcome").hidden = true;
  });
  part("viewer-close").addEventListener("click", () => part("viewer").close());
  part("skip").addEventListener("click", (event) => {
    event.preventDefault();
    part("message").focus();
  });
  addEventListener("hashchange", () => readCode() !== code && location.reload());
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) return;
    unread = 0;
    document.title = title;
  });
  makeRoomForKeyboard();
  showUnsent();
  run();
}

begin();
