// A voice note, recorded by the browser, with an end the person chooses.

import { part } from "./dom.js";
import { duration, limits, t } from "./texts.js";

const TYPES = ["audio/webm;codecs=opus", "audio/mp4", "audio/ogg;codecs=opus"];
// Speech stays clear and five minutes stay near one megabyte.
const BITS_PER_SECOND = 32_000;

/** True where the browser can record (only on https or on this machine itself). */
export function canRecord() {
  return Boolean(navigator.mediaDevices?.getUserMedia && window.MediaRecorder);
}

function fileName(type) {
  const ending = { "audio/mp4": "m4a", "audio/ogg": "ogg" }[type.split(";")[0]] ?? "webm";
  const stamp = new Date().toISOString().slice(0, 16).replace(/[-:]/g, "").replace("T", "-");
  return `ghi-am-${stamp}.${ending}`;
}

/** The recording panel: start, «Dừng» keeps the note, «Bỏ» drops it. */
export class Recorder {
  #recorder = null;
  #stream = null;
  #chunks = [];
  #kept = false;
  #ticking = 0;
  #panel = part("recording");

  /** `onNote(blob, name)` gets a finished note, `onProblem(sentence)` what went wrong, `onEnd()` always comes. */
  constructor({ onNote, onProblem, onEnd }) {
    this.onNote = onNote;
    this.onProblem = onProblem;
    this.onEnd = onEnd;
    part("recording-stop").addEventListener("click", () => this.#finish(true));
    part("recording-cancel").addEventListener("click", () => this.#finish(false));
  }

  get active() {
    return this.#recorder !== null;
  }

  /** Asks for the microphone and records until stopped or until the longest time is over. */
  async start() {
    try {
      this.#stream = await navigator.mediaDevices.getUserMedia({ audio: true });
      this.#record(this.#stream);
    } catch {
      this.#release();
      this.onProblem(t("web.voice.denied"));
    }
  }

  #record(stream) {
    const mimeType = TYPES.find((type) => MediaRecorder.isTypeSupported(type));
    this.#recorder = new MediaRecorder(stream, { mimeType, audioBitsPerSecond: BITS_PER_SECOND });
    this.#chunks = [];
    this.#kept = false;
    this.#recorder.addEventListener("dataavailable", ({ data }) => this.#chunks.push(data));
    this.#recorder.addEventListener("stop", () => this.#stopped());
    this.#recorder.start(1000);
    this.#panel.hidden = false;
    this.#count(Date.now());
    part("recording-stop").focus();
  }

  #count(begun) {
    const show = () => {
      const seconds = (Date.now() - begun) / 1000;
      part("recording-time").textContent = `${duration(seconds)} / ${duration(limits.voice_seconds)}`;
      if (seconds >= limits.voice_seconds) this.#finish(true);
    };
    show();
    this.#ticking = setInterval(show, 250);
  }

  #finish(kept) {
    if (this.#recorder?.state !== "recording") return;
    this.#kept = kept;
    this.#recorder.stop();
  }

  #stopped() {
    const type = this.#recorder.mimeType || "audio/webm";
    const note = new Blob(this.#chunks, { type });
    // Pulling the microphone out stops the recorder too; what was said until then is kept.
    const keep = this.#kept || this.#stream.getTracks().some((track) => track.readyState === "ended");
    this.#release();
    if (keep && note.size) this.onNote(note, fileName(type));
    this.onEnd();
  }

  #release() {
    clearInterval(this.#ticking);
    this.#stream?.getTracks().forEach((track) => track.stop());
    this.#stream = null;
    this.#recorder = null;
    this.#panel.hidden = true;
  }
}
