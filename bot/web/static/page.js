// What every page has: the text size switch, and a language link that keeps the part after «#».

import { recall, remember } from "./storage.js";

const STEPS = ["smaller", "normal", "large", "larger", "huge", "largest"];
const switches = document.querySelectorAll("button[data-text-step]");

function apply(step) {
  document.documentElement.dataset.textSize = STEPS[step];
  for (const button of switches) {
    const next = step + Number(button.dataset.textStep);
    button.setAttribute("aria-disabled", String(next < 0 || next >= STEPS.length));
  }
}

function current() {
  const step = STEPS.indexOf(recall("text-size"));
  return step < 0 ? STEPS.indexOf("normal") : step;
}

for (const button of switches) {
  button.addEventListener("click", () => {
    const step = current() + Number(button.dataset.textStep);
    if (step < 0 || step >= STEPS.length) return;
    remember("text-size", STEPS[step]);
    apply(step);
    // Whatever measures itself in pixels measures again.
    dispatchEvent(new Event("resize"));
  });
}

document.querySelector("a[data-language]")?.addEventListener("click", (event) => {
  event.currentTarget.hash = location.hash;
});

apply(current());
document.documentElement.dataset.ready = "page";
