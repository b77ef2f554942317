// Where the person writes: text, files to be looked at before they go, a voice note, a place.

import { isPicture } from "./attachments.js";
import { button, element, part } from "./dom.js";
import { baseType } from "./outbox.js";
import { canRecord, Recorder } from "./recorder.js";
import { forget, recall, remember } from "./storage.js";
import { limits, number, safeName, size, t } from "./texts.js";

const TALLEST_LINES = 6;
const LARGEST_SHARE = 0.3;
// With a mouse there is a keyboard: Enter sends. On a phone Enter is a new line, so nothing goes half-written.
const ENTER_SENDS = matchMedia("(hover: hover) and (pointer: fine)").matches;

/** The form at the foot of the page. `onSend({text, files, location})` gets what the person sends. */
export class Composer {
  #form = part("composer");
  #box = part("message");
  #trays = part("chosen");
  #problem = part("problem");
  #extras = part("extras");
  #files = [];
  #location = null;

  constructor({ role, onSend }) {
    this.draftKey = `draft.${role}`;
    this.onSend = onSend;
    this.recorder = new Recorder({
      onNote: (blob, name) => this.#addFile(blob, name),
      onProblem: (sentence) => this.#complain(sentence),
      onEnd: () => this.#afterRecording(),
    });
    this.#box.value = recall(this.draftKey) ?? "";
    this.#listen();
    this.#grow();
    addEventListener("resize", () => this.#grow());
    addEventListener("beforeunload", (event) => this.#unfinished && event.preventDefault());
  }

  /** Puts a sentence back into the box, before what is already there. */
  restore(sentence) {
    this.#box.value = [sentence, this.#box.value].filter(Boolean).join("\n");
    this.#changed();
    this.#box.focus();
  }

  /** Switches writing off, when there is no conversation to write to. */
  close() {
    this.#form.hidden = true;
  }

  get #unfinished() {
    return this.#files.length > 0 || this.recorder.active;
  }

  #listen() {
    this.#form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#submit();
    });
    this.#box.addEventListener("input", () => this.#changed());
    this.#box.addEventListener("keydown", (event) => this.#enter(event));
    this.#box.addEventListener("paste", (event) => this.#addFiles(event.clipboardData?.files ?? []));
    part("extras-toggle").addEventListener("click", () => this.#toggleExtras(this.#extras.hidden));
    this.#extras.addEventListener("keydown", (event) => event.key === "Escape" && this.#toggleExtras(false, true));
    for (const id of ["camera", "picker"]) this.#input(id);
    this.#offer("voice", canRecord(), () => this.#record());
    this.#offer("locate", window.isSecureContext && "geolocation" in navigator, () => this.#locate());
    part("enter-hint").hidden = !ENTER_SENDS;
  }

  #input(id) {
    const input = part(`${id}-input`);
    part(id).addEventListener("click", () => input.click());
    input.addEventListener("change", () => {
      this.#addFiles(input.files);
      input.value = "";
    });
  }

  #offer(id, possible, act) {
    part(id).hidden = !possible;
    part(id).addEventListener("click", act);
  }

  #toggleExtras(open, refocus = false) {
    this.#extras.hidden = !open;
    part("extras-toggle").setAttribute("aria-expanded", String(open));
    if (open) part("camera").focus();
    else if (refocus) part("extras-toggle").focus();
  }

  #enter(event) {
    if (!ENTER_SENDS || event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    this.#submit();
  }

  #changed() {
    remember(this.draftKey, this.#box.value);
    this.#grow();
    this.#complain(this.#tooLong());
  }

  #grow() {
    this.#box.style.height = "auto";
    const style = getComputedStyle(this.#box);
    const tallest = Math.min(parseFloat(style.lineHeight) * TALLEST_LINES, innerHeight * LARGEST_SHARE);
    const edges = this.#box.offsetHeight - this.#box.clientHeight;
    this.#box.style.height = `${Math.min(this.#box.scrollHeight + edges, tallest)}px`;
  }

  #tooLong() {
    const length = [...this.#box.value].length;
    const limit = limits.text_characters;
    return length > limit ? t("web.compose.too_long", { length: number(length), limit: number(limit) }) : "";
  }

  #complain(sentence) {
    this.#problem.textContent = sentence;
    this.#problem.hidden = !sentence;
  }

  #addFiles(files) {
    for (const file of files) this.#addFile(file, file.name);
  }

  #addFile(blob, name) {
    const shown = safeName(name);
    this.#toggleExtras(false);
    if (blob.size > limits.file_bytes) {
      const values = { name: shown, size: size(blob.size), limit: size(limits.file_bytes) };
      return this.#complain(t("web.compose.file_too_big", values));
    }
    if (!blob.size) return this.#complain(t("web.compose.file_empty", { name: shown }));
    this.#complain("");
    this.#files.push({ blob, name: shown, url: URL.createObjectURL(blob) });
    this.#drawTrays();
    this.#box.focus({ preventScroll: true });
  }

  #drawTrays() {
    const files = this.#files.map((file) =>
      this.#tray(preview(file), `${file.name} (${size(file.blob.size)})`, () => this.#removeFile(file)),
    );
    const place = this.#location
      ? [this.#tray(null, this.#location.label, () => this.#setLocation(null))]
      : [];
    this.#trays.replaceChildren(...files, ...place);
    this.#trays.hidden = !this.#trays.childElementCount;
  }

  #tray(picture, label, remove) {
    const act = button(t("web.compose.remove"), remove, {
      "aria-label": t("web.compose.remove_named", { name: label }),
    });
    return element("li", {}, picture, element("bdi", { class: "tray-name", text: label }), act);
  }

  #removeFile(file) {
    this.#files = this.#files.filter((other) => other !== file);
    URL.revokeObjectURL(file.url);
    this.#drawTrays();
    this.#box.focus();
  }

  #record() {
    this.#toggleExtras(false);
    this.#complain("");
    part("tools").hidden = true;
    this.recorder.start().then(() => this.recorder.active || this.#afterRecording());
  }

  #afterRecording() {
    part("tools").hidden = false;
    this.#box.focus({ preventScroll: true });
  }

  #locate() {
    this.#complain(t("web.compose.locating"));
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => this.#setLocation(coords),
      () => this.#complain(t("web.compose.no_location")),
      { enableHighAccuracy: true, timeout: 20_000 },
    );
  }

  #setLocation(coords) {
    this.#location = coords && {
      point: { latitude: coords.latitude, longitude: coords.longitude },
      label: t("web.compose.location", {
        latitude: coords.latitude.toFixed(5),
        longitude: coords.longitude.toFixed(5),
        metres: number(Math.round(coords.accuracy)),
      }),
    };
    this.#complain("");
    this.#toggleExtras(false);
    this.#drawTrays();
    this.#box.focus({ preventScroll: true });
  }

  #submit() {
    const written = this.#box.value;
    const nothing = !written.trim() && !this.#files.length && !this.#location;
    const problem = nothing ? t("web.compose.empty") : this.#tooLong();
    this.#complain(problem);
    if (problem) return this.#box.focus();
    const message = { text: written.trim() ? written : "", files: this.#files, location: this.#location };
    this.#files.forEach((file) => URL.revokeObjectURL(file.url));
    this.#empty();
    this.onSend(message);
  }

  #empty() {
    this.#files = [];
    this.#location = null;
    this.#box.value = "";
    forget(this.draftKey);
    this.#grow();
    this.#drawTrays();
    this.#toggleExtras(false);
    this.#box.focus({ preventScroll: true });
  }
}

function preview({ blob, name, url }) {
  const type = baseType(blob);
  if (isPicture(type)) return element("img", { src: url, alt: "" });
  if (type.startsWith("audio/")) return element("audio", { src: url, controls: true, "aria-label": name });
  return null;
}
