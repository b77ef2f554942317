// The hall's screen asks every few seconds what has changed. While nothing answers, what was shown last stays.

const EVERY = 3000;
const main = document.querySelector("main[data-ask]");
const speaker = document.querySelector("#now .speaker");
const wait = document.querySelector("#now .wait");
const next = document.querySelector("#next");
const lost = document.querySelector("#lost");

function say(parent, [number, area]) {
  parent.querySelector(".number").textContent = number;
  parent.querySelector(".area").textContent = area;
}

function row(line) {
  const item = document.createElement("li");
  const number = document.createElement("strong");
  const area = document.createElement("span");
  number.className = "number";
  area.className = "area";
  area.lang = "vi";
  item.append(number, " ", area);
  say(item, line);
  return item;
}

function show(now) {
  speaker.hidden = !now.now;
  wait.hidden = Boolean(now.now);
  if (now.now) say(speaker, now.now);
  next.hidden = now.next.length === 0;
  next.querySelector("ol").replaceChildren(...now.next.map(row));
}

async function look() {
  try {
    const answer = await fetch(main.dataset.ask, { cache: "no-store", signal: AbortSignal.timeout(10_000) });
    // The session was concluded or its day is over: the page itself says so.
    if (answer.status === 404) return location.reload();
    if (!answer.ok) throw new Error(String(answer.status));
    show(await answer.json());
    lost.hidden = true;
  } catch {
    lost.hidden = false;
  }
  setTimeout(look, EVERY);
}

setTimeout(look, EVERY);
document.documentElement.dataset.ready = "hall";
