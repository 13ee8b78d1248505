// The answer: the table and the picture point at each other, folds open in place, the link is copied.
// Without this file everything is there, only still.

document.documentElement.classList.add("script");
const KEEP_MS = 2500;

// -- chains ----------------------------------------------------------------------------------------------------------

function chainOf(element) {
  return element ? JSON.parse(element.dataset.chain ?? "[]") : [];
}

function light(keys, system) {
  const net = document.querySelector("svg.net");
  const lit = new Set(keys);
  net?.classList.toggle("pointing", lit.size > 0);
  net?.querySelectorAll(".box").forEach((box) => box.classList.toggle("lit", lit.has(box.dataset.key)));
  const pairs = new Set(keys.slice(1).map((key, place) => `${keys[place]}\n${key}`));
  net?.querySelectorAll(".line").forEach((line) => {
    line.classList.toggle("lit", pairs.has(`${line.dataset.from}\n${line.dataset.to}`));
  });
  document.querySelectorAll("#hits tbody tr").forEach((row) => {
    row.classList.toggle("lit", system !== undefined && `systems:${row.dataset.system}` === system);
  });
}

function reveal(key) {
  const box = [...document.querySelectorAll("#graph .box")].find((one) => one.dataset.key === key);
  const canvas = box?.closest(".canvas");
  if (!canvas) return;
  const at = box.getBoundingClientRect();
  const room = canvas.getBoundingClientRect();
  const across = Math.max(0, at.right + 12 - room.right) - Math.max(0, room.left - at.left + 12);
  const down = Math.max(0, at.bottom + 12 - room.bottom) - Math.max(0, room.top - at.top + 12);
  if (across || down) canvas.scrollBy({ left: across, top: down });
}

function pointed(target) {
  const row = target.closest?.("#hits tbody tr");
  if (row) {
    light(chainOf(row), `systems:${row.dataset.system}`);
    return reveal(chainOf(row).at(-1));
  }
  const box = target.closest?.(".net .box");
  if (box) return light(chainOf(box), box.dataset.key);
  return light([]);
}

for (const event of ["pointerover", "focusin"]) {
  document.addEventListener(event, ({ target }) => pointed(target));
}

// -- the picture's size ------------------------------------------------------------------------------------------------

let scale = 1;

function draw(wanted) {
  const net = document.querySelector("#graph svg.net");
  if (!net) return;
  scale = Math.min(2, Math.max(0.15, wanted));
  const { width, height } = net.viewBox.baseVal;
  net.setAttribute("width", Math.round(width * scale));
  net.setAttribute("height", Math.round(height * scale));
}

function fit(smallest) {
  const net = document.querySelector("#graph svg.net");
  const canvas = net?.closest(".canvas");
  if (!canvas) return;
  const { width, height } = net.viewBox.baseVal;
  const tallest = parseFloat(getComputedStyle(canvas).maxHeight) || height;
  const across = (canvas.clientWidth - 4) / width;
  const all = Math.min(across, (tallest - 4) / height, 1);
  draw(Math.min(Math.max(all, smallest), Math.max(across, 0.3))); // every column is in view; rows may be further down
  const first = net.querySelector(".box.v-turned_off");
  if (!first) return;
  const box = first.getBoundingClientRect();
  const room = canvas.getBoundingClientRect();
  canvas.scrollTop += box.top + box.height / 2 - room.top - room.height / 2;
}

function resize(button) {
  const act = button.dataset.zoom;
  if (act === "in") draw(scale * 1.25);
  if (act === "out") draw(scale / 1.25);
  if (act === "fit") fit(0.15);
  if (act === "wide") {
    const wide = document.querySelector(".split").classList.toggle("wide");
    button.setAttribute("aria-pressed", String(wide));
    fit(wide ? 0.5 : 0.62);
  }
}

function drag(canvas) {
  let from = null;
  canvas.addEventListener("pointerdown", (event) => {
    if (event.button === 0 && event.pointerType === "mouse" && !event.target.closest("a")) {
      from = { x: event.clientX + canvas.scrollLeft, y: event.clientY + canvas.scrollTop };
      canvas.setPointerCapture(event.pointerId);
      canvas.classList.add("held");
    }
  });
  canvas.addEventListener("pointermove", (event) => {
    if (from) canvas.scrollTo(from.x - event.clientX, from.y - event.clientY);
  });
  for (const end of ["pointerup", "pointercancel"]) {
    canvas.addEventListener(end, () => {
      from = null;
      canvas.classList.remove("held");
    });
  }
}

function ready() {
  const canvas = document.querySelector("#graph .canvas");
  if (!canvas) return;
  drag(canvas);
  fit(0.62);
}

// -- folds open in place ------------------------------------------------------------------------------------------------

async function open(address, { remember }) {
  const section = document.getElementById("graph");
  section.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(address);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.getElementById("graph");
    const rows = page.getElementById("hits");
    if (!answer.ok || !fresh) throw new Error(String(answer.status));
    section.replaceWith(document.adoptNode(fresh));
    document.getElementById("hits")?.replaceWith(document.adoptNode(rows));
    if (remember) history.pushState({ graph: true }, "", address);
    ready();
    document.getElementById("graph").focus({ preventScroll: true });
  } catch {
    location.assign(address);
  }
}

document.addEventListener("click", (event) => {
  const fold = event.target.closest("a.fold-link");
  if (fold && !event.ctrlKey && !event.metaKey && !event.shiftKey && document.getElementById("graph")) {
    event.preventDefault();
    open(fold.href.baseVal ? new URL(fold.href.baseVal, location.href).href : fold.href, { remember: true });
  }
  const button = event.target.closest("button[data-zoom]");
  if (button) resize(button);
  if (event.target.closest("#print")) window.print();
  if (event.target.closest("#copy")) copy(event.target.closest("#copy"));
});

window.addEventListener("popstate", () => {
  if (document.getElementById("graph")) open(location.href, { remember: false });
});

// -- the link -----------------------------------------------------------------------------------------------------------

async function copy(button) {
  const link = new URL(button.dataset.link, location.href).href;
  const status = document.getElementById("copy-status");
  try {
    await navigator.clipboard.writeText(link);
  } catch {
    const field = document.createElement("textarea");
    field.value = link;
    document.body.append(field);
    field.select();
    document.execCommand("copy");
    field.remove();
  }
  const before = button.textContent;
  button.textContent = button.dataset.done;
  status.textContent = button.dataset.done;
  setTimeout(() => {
    button.textContent = before;
    status.textContent = "";
  }, KEEP_MS);
}

ready();
