// The public chat protocol as this page speaks it: /openapi.json describes it for other portals.

import { lang, root, t } from "./texts.js";

const FIRST_WAIT = 1000;
const LONGEST_WAIT = 30_000;
// The server writes at least a comment every 15 seconds; a longer silence is a dead line.
const LONGEST_SILENCE = 40_000;
const REQUEST_TIME = 30_000;
const SLOWEST_BYTES_PER_MS = 8;
const RETRYABLE = new Set([408, 425, 429]);
const RETRY_NOW = "doithoai-retry-now";

/** The server understood and said no: trying the same again does not help. */
export class Refused extends Error {
  constructor(status, code, message) {
    super(message);
    this.status = status;
    this.code = code;
  }

  /** True when the token itself is no longer accepted. */
  get expired() {
    return this.status === 401;
  }
}

/** Nobody answered, or the server cannot serve just now: try again later. */
export class Unreachable extends Error {
  constructor(retryAfter = 0) {
    super("unreachable");
    this.retryAfter = retryAfter;
  }
}

/** The next wait in milliseconds, doubling up to half a minute. */
export function longer(wait) {
  return Math.min((wait || FIRST_WAIT / 2) * 2, LONGEST_WAIT);
}

/** Waits about `ms`; cut short when the network returns, the page is looked at again or someone asks. */
export function pause(ms) {
  return new Promise((resolve) => {
    const listening = new AbortController();
    const done = () => {
      clearTimeout(timer);
      listening.abort();
      resolve();
    };
    // Spread, so that a village coming back online does not knock at one instant.
    const timer = setTimeout(done, ms * (0.8 + Math.random() * 0.4));
    const { signal } = listening;
    addEventListener("online", done, { signal });
    addEventListener(RETRY_NOW, done, { signal });
    document.addEventListener("visibilitychange", () => document.hidden || done(), { signal });
  });
}

/** Ends every pause at once. */
export function retryNow() {
  dispatchEvent(new Event(RETRY_NOW));
}

function headers(token, more = {}) {
  return { "Accept-Language": lang, ...(token ? { Authorization: `Bearer ${token}` } : {}), ...more };
}

async function refusal(response) {
  if (RETRYABLE.has(response.status) || response.status >= 500) {
    return new Unreachable(Number(response.headers.get("Retry-After")) * 1000 || 0);
  }
  const error = await response.json().then((body) => body.error, () => null);
  return new Refused(response.status, error?.code ?? "unknown", error?.message || t("web.chat.refused"));
}

async function ask(path, options, time = REQUEST_TIME) {
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(), time);
  try {
    const response = await fetch(root + path, { cache: "no-store", ...options, signal: limit.signal });
    if (!response.ok) throw await refusal(response);
    return response;
  } catch (error) {
    if (error instanceof Refused || error instanceof Unreachable) throw error;
    throw new Unreachable();
  } finally {
    clearTimeout(timer);
  }
}

/** Opens a conversation, as an official where a one-time `code` is given. Returns its token. */
export async function openConversation(code) {
  const response = await ask("/api/chat", {
    method: "POST",
    headers: headers(null, { "Content-Type": "application/json" }),
    body: JSON.stringify(code ? { code } : {}),
  });
  return (await response.json()).token;
}

/** Hands one message to the server; safe to repeat with the same `client_id`. */
export async function postMessage(token, message) {
  const body = JSON.stringify(message);
  await ask(
    "/api/chat/messages",
    { method: "POST", headers: headers(token, { "Content-Type": "application/json" }), body },
    REQUEST_TIME + body.length / SLOWEST_BYTES_PER_MS,
  );
}

/** The bytes of an attachment, as a Blob. Only this server is ever asked, so the token stays here. */
export async function fetchFile(token, url) {
  const address = new URL(url, location.href);
  if (address.origin !== location.origin) throw new Refused(400, "foreign", t("web.chat.file_unavailable"));
  try {
    const response = await fetch(address, { headers: headers(token) });
    if (!response.ok) throw await refusal(response);
    return await response.blob();
  } catch (error) {
    if (error instanceof Refused || error instanceof Unreachable) throw error;
    throw new Unreachable();
  }
}

/** Cuts the text of a server-sent event stream into `{id, data}`; comments and other fields are dropped. */
export class EventParser {
  #rest = "";
  #data = [];
  #id = null;

  /** The events completed by this piece of text. */
  take(piece) {
    const lines = (this.#rest + piece).split(/\r\n|\n|\r(?!$)/);
    this.#rest = lines.pop();
    return lines.map((line) => this.#line(line)).filter(Boolean);
  }

  #line(line) {
    if (line === "") return this.#finish();
    const [, field, value] = /^([^:]*)(?:: ?(.*))?$/s.exec(line);
    if (field === "data") this.#data.push(value ?? "");
    if (field === "id") this.#id = value ?? "";
    return null;
  }

  #finish() {
    const event = this.#data.length ? { id: this.#id, data: this.#data.join("\n") } : null;
    this.#data = [];
    return event;
  }
}

async function* readEvents(response, cut) {
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  const parser = new EventParser();
  let alarm = setTimeout(cut, LONGEST_SILENCE);
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      clearTimeout(alarm);
      alarm = setTimeout(cut, LONGEST_SILENCE);
      yield* parser.take(decoder.decode(value, { stream: true }));
    }
  } finally {
    clearTimeout(alarm);
  }
}

async function listenOnce(token, lastId, { onOpen, onEvent, signal }) {
  const line = new AbortController();
  const cut = () => line.abort();
  signal.addEventListener("abort", cut, { once: true });
  try {
    const resume = lastId === null ? {} : { "Last-Event-ID": lastId };
    const response = await fetch(`${root}/api/chat/events`, {
      headers: headers(token, { Accept: "text/event-stream", ...resume }),
      cache: "no-store",
      signal: line.signal,
    });
    if (!response.ok) throw await refusal(response);
    onOpen();
    for await (const event of readEvents(response, cut)) onEvent(event);
  } finally {
    signal.removeEventListener("abort", cut);
    line.abort();
  }
}

/**
 * Follows the conversation for as long as the page lives, joining again after every break where it stopped.
 * Calls `onEvent(event)` for each event, `onOpen()` and `onLost()` as the line comes and goes.
 * Throws Refused when the server no longer accepts the token, or the signal's reason when it is aborted.
 */
export async function follow(token, { onEvent, onOpen, onLost, signal }) {
  let lastId = null;
  let wait = 0;
  const heard = ({ id, data }) => {
    const event = readEvent(data);
    if (event) onEvent(event);
    lastId = id ?? lastId;
  };
  const opened = () => {
    wait = 0;
    onOpen();
  };
  while (!signal.aborted) {
    try {
      await listenOnce(token, lastId, { onOpen: opened, onEvent: heard, signal });
    } catch (error) {
      if (error instanceof Refused) throw error;
      wait = Math.max(longer(wait), error.retryAfter ?? 0);
    }
    if (signal.aborted) break;
    onLost();
    await pause(wait || FIRST_WAIT);
  }
  throw signal.reason;
}

function readEvent(data) {
  try {
    const event = JSON.parse(data);
    return event && event.id !== undefined ? event : null;
  } catch {
    return null;
  }
}
