// The messages the server has not acknowledged yet. Each is kept in this browser before it is sent, and
// leaves only after the server's 202: whatever happens in between, it goes again with the same client_id.

import { longer, pause, Refused } from "./protocol.js";
import { dropFile, findFile, forget, keepFile, keysWith, recall, remember } from "./storage.js";
import { t } from "./texts.js";

const ECHO_TIME = 5000;

/** A fresh client_id: 128 random bits (randomUUID is missing on plain-http addresses). */
export function newClientId() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

function base64(blob) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result.slice(reader.result.indexOf(",") + 1));
    reader.onerror = () => reject(new Refused(0, "file_gone", t("web.chat.file_gone")));
    reader.readAsDataURL(blob);
  });
}

/**
 * One person's unsent messages, sent one at a time in the order they were written.
 *
 * An item is `{client_id, order, label, body, file, state, error, durable}`: `label` is what the person sees,
 * `body` what the server gets, `file` the name, type and size of an attachment, `state` one of
 * waiting, sending, retrying, refused, sent (acknowledged, and shown until the stream brings it back).
 */
export class Outbox {
  #prefix;
  #items;
  #post = null;
  #running = false;

  constructor({ role, onChange, onSent, onExpired }) {
    this.#prefix = `outbox.${role}.`;
    this.onChange = onChange;
    this.onSent = onSent;
    this.onExpired = onExpired;
    this.#items = this.#restore();
  }

  /** The messages that still wait, oldest first. */
  get items() {
    return this.#items;
  }

  #restore() {
    const kept = keysWith(this.#prefix).map((key) => recall(key)).filter(Boolean);
    for (const item of kept) if (item.state !== "refused") item.state = "waiting";
    return kept.sort((a, b) => a.order - b.order);
  }

  /** Begins (or goes on) sending through `post(message)`. */
  start(post) {
    this.#post = post;
    this.#run();
  }

  /** Stops before the next message; what waits stays. */
  stop() {
    this.#post = null;
  }

  /** Keeps one message and sends it when its turn comes; returns its item. `blob` is its file, if it has one. */
  async add({ label, body, blob = null, name = null }) {
    const item = { client_id: newClientId(), order: this.#nextOrder(), label, body, state: "waiting" };
    if (blob) item.file = { name, content_type: baseType(blob), size: blob.size };
    // The file first: a message that names a file must find it, whenever it is sent.
    const fileKept = !blob || (await keepFile(item.client_id, blob));
    item.durable = this.#save(item) && fileKept;
    this.#items.push(item);
    this.onChange();
    this.#run();
    return item;
  }

  /** Sends a refused message once more, as the person asked. */
  again(item) {
    this.#mark(item, "waiting");
    this.#run();
  }

  /** The stream shows this message: it has arrived. Without a `client_id` the oldest acknowledged one is meant. */
  arrived(clientId) {
    const item = this.#items.find(clientId ? (one) => one.client_id === clientId : (one) => one.state === "sent");
    if (item) this.discard(item);
  }

  /** Takes a message out for good. */
  discard(item) {
    if (!this.#items.includes(item)) return;
    this.#items = this.#items.filter((other) => other !== item);
    forget(this.#prefix + item.client_id);
    if (item.file) dropFile(item.client_id);
    this.onChange();
  }

  #nextOrder() {
    return Math.max(Date.now(), ...this.#items.map((item) => item.order + 1));
  }

  #save(item) {
    return remember(this.#prefix + item.client_id, item);
  }

  #mark(item, state, error = null) {
    item.state = state;
    item.error = error;
    this.#save(item);
    this.onChange();
  }

  async #run() {
    if (this.#running) return;
    this.#running = true;
    let wait = 0;
    for (let item; this.#post && (item = this.#items.find(isDue)); ) {
      const trouble = await this.#attempt(item);
      wait = trouble ? Math.max(longer(wait), trouble.retryAfter ?? 0) : 0;
      if (trouble) await pause(wait);
    }
    this.#running = false;
  }

  async #attempt(item) {
    // While it is being retried the sentence stays «Chưa gửi được, đang thử lại» instead of flickering.
    if (item.state === "waiting") this.#mark(item, "sending");
    try {
      await this.#post(await this.#message(item));
    } catch (error) {
      return this.#failed(item, error);
    }
    if (this.#items.includes(item)) this.#acknowledged(item);
    return null;
  }

  #acknowledged(item) {
    forget(this.#prefix + item.client_id);
    if (item.file) dropFile(item.client_id);
    item.state = "sent";
    this.onSent(item);
    this.onChange();
    setTimeout(() => this.discard(item), ECHO_TIME);
  }

  #failed(item, error) {
    // The answer was lost but the stream already showed the message: it has arrived.
    if (!this.#items.includes(item)) return null;
    if (error instanceof Refused && error.expired) {
      this.stop();
      this.#mark(item, "waiting");
      this.onExpired(error);
      return null;
    }
    if (error instanceof Refused) {
      this.#mark(item, "refused", error.message);
      return null;
    }
    this.#mark(item, "retrying");
    return error;
  }

  async #message(item) {
    const message = { client_id: item.client_id, ...item.body };
    if (!item.file) return message;
    const blob = await findFile(item.client_id);
    if (!blob) throw new Refused(0, "file_gone", t("web.chat.file_gone"));
    const { name, content_type } = item.file;
    return { ...message, attachment: { name, content_type, data: await base64(blob) } };
  }
}

/** True while a message still has to be handed to the server. */
export function isDue({ state }) {
  return state !== "refused" && state !== "sent";
}

/** A blob's type without parameters: «audio/webm;codecs=opus» is «audio/webm». */
export function baseType(blob) {
  return blob.type.split(";")[0] || "application/octet-stream";
}
