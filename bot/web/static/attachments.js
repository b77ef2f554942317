// How an attachment of a message is shown: a picture to look at, a recording to hear, a file to keep.

import { button, element, part } from "./dom.js";
import { fetchFile } from "./protocol.js";
import { safeName, t } from "./texts.js";

// Only types that cannot carry a script are ever shown inside the page; everything else is downloaded.
const PICTURES = new Set(["image/jpeg", "image/png", "image/gif", "image/webp", "image/avif"]);
const SOUND = /^audio\//;

/** True when this type is shown as a picture. */
export function isPicture(contentType) {
  return PICTURES.has(contentType);
}

/** Draws attachments; `token()` gives the token of the moment. */
export class Attachments {
  #waiting = new WeakMap();
  #observer = new IntersectionObserver((entries) => this.#seen(entries), { rootMargin: "200px" });

  constructor(token) {
    this.token = token;
  }

  /** The list item for one attachment of an event. */
  draw(attachment) {
    const type = attachment.content_type ?? "";
    if (isPicture(type)) return this.#picture(attachment);
    if (SOUND.test(type)) return this.#sound(attachment);
    return element("li", {}, this.#download(attachment));
  }

  #name({ name }) {
    return safeName(name ?? "") || t("web.file.unnamed");
  }

  #picture(attachment) {
    const name = this.#name(attachment);
    const frame = button(t("web.file.picture_loading"), () => {}, { class: "picture" });
    const item = element("li", {}, frame);
    const load = () => this.#into(frame, attachment, (blob) => this.#showPicture(frame, blob, name));
    frame.addEventListener("click", () => (frame.dataset.loaded ? this.#enlarge(frame, name) : load()));
    this.#waiting.set(frame, load);
    this.#observer.observe(frame);
    return item;
  }

  #seen(entries) {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue;
      this.#observer.unobserve(target);
      this.#waiting.get(target)?.();
    }
  }

  #showPicture(frame, blob, name) {
    const url = URL.createObjectURL(blob);
    frame.dataset.loaded = url;
    frame.replaceChildren(element("img", { src: url, alt: t("web.file.picture", { name }) }));
  }

  #enlarge(frame, name) {
    const viewer = part("viewer");
    part("viewer-picture").src = frame.dataset.loaded;
    part("viewer-picture").alt = name;
    part("viewer-download").href = frame.dataset.loaded;
    part("viewer-download").download = name;
    viewer.showModal?.();
  }

  #sound(attachment) {
    const name = this.#name(attachment);
    const item = element("li", {});
    const play = button(t("web.file.listen", { name }), () =>
      this.#into(play, attachment, (blob) => {
        const player = element("audio", { controls: true, src: URL.createObjectURL(blob), "aria-label": name });
        item.replaceChildren(player);
        player.focus();
        player.play().catch(() => {});
      }),
    );
    item.append(play);
    return item;
  }

  #download(attachment) {
    const name = this.#name(attachment);
    const keep = button(t("web.file.download", { name }), () =>
      this.#into(keep, attachment, (blob) => {
        keep.textContent = t("web.file.download", { name });
        const url = URL.createObjectURL(blob);
        element("a", { href: url, download: name }).click();
        setTimeout(() => URL.revokeObjectURL(url), 60_000);
      }),
    );
    return keep;
  }

  /** Fetches an attachment for the button `place`, which says so, and offers another try when it fails. */
  async #into(place, attachment, show) {
    if (place.dataset.loading) return;
    place.dataset.loading = "true";
    place.textContent = t("web.file.loading");
    try {
      show(await fetchFile(this.token(), attachment.url));
    } catch {
      place.textContent = t("web.file.failed", { name: this.#name(attachment) });
    }
    delete place.dataset.loading;
  }
}
