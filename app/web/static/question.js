// Search as you type: an accessible combobox over /suggest. Without this file the form still takes a name and submits.

const form = document.getElementById("question");
const input = document.getElementById("what");
const list = document.getElementById("what-list");
const chips = document.getElementById("chips");
const status = document.getElementById("what-status");
const WAIT_MS = 120;

let items = [];
let active = -1;
let asked = 0;
let timer;

input.setAttribute("role", "combobox");
input.setAttribute("aria-autocomplete", "list");
input.setAttribute("aria-expanded", "false");
input.setAttribute("aria-controls", list.id);
input.setAttribute("aria-label", document.querySelector('label[for="what"]').textContent);
document.documentElement.classList.add("script");

function element(tag, className, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text) made.textContent = text;
  return made;
}

function close() {
  list.hidden = true;
  active = -1;
  input.setAttribute("aria-expanded", "false");
  input.removeAttribute("aria-activedescendant");
}

function mark(index) {
  const options = list.querySelectorAll('[role="option"]');
  options.forEach((option, place) => option.setAttribute("aria-selected", String(place === index)));
  active = index;
  if (index < 0) {
    input.removeAttribute("aria-activedescendant");
    return;
  }
  input.setAttribute("aria-activedescendant", options[index].id);
  options[index].scrollIntoView({ block: "nearest" });
}

function show(found) {
  items = found.items;
  list.replaceChildren();
  items.forEach((item, place) => {
    const option = element("li", "option");
    option.id = `what-option-${place}`;
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "false");
    option.append(element("span", "option-name", item.name));
    option.append(element("span", "option-kind", item.kind));
    const about = [item.vendor, item.unit].filter(Boolean).join(" · ");
    if (about) option.append(element("span", "option-about", about));
    option.addEventListener("mousedown", (event) => {
      event.preventDefault();
      choose(place);
    });
    list.append(option);
  });
  const data = form.dataset;
  const few = found.total > items.length;
  const said = items.length ? (few ? data.total : data.found) : data.none;
  status.textContent = said.replace("{n}", items.length).replace("{shown}", items.length).replace("{total}", found.total);
  if (!items.length || few) {
    const line = element("li", "option-note", status.textContent);
    line.setAttribute("role", "presentation");
    list.append(line);
  }
  list.hidden = false;
  input.setAttribute("aria-expanded", "true");
  mark(-1);
}

async function suggest() {
  const text = input.value.trim();
  const mine = ++asked;
  if (!text) {
    close();
    return;
  }
  const address = new URL(form.dataset.suggest, location.href);
  address.searchParams.set("q", text);
  try {
    const answer = await fetch(address, { headers: { Accept: "application/json" } });
    if (mine !== asked || !answer.ok) return;
    show(await answer.json());
  } catch {
    close();
  }
}

function choose(index) {
  const item = items[index];
  if (!item) return;
  const there = [...chips.querySelectorAll("input")].some((one) => one.value === item.value);
  if (!there) {
    const chip = element("li", "chip");
    const hidden = element("input");
    hidden.type = "hidden";
    hidden.name = "what";
    hidden.value = item.value;
    const remove = element("button", "chip-x", "×");
    remove.type = "button";
    remove.setAttribute("aria-label", form.dataset.remove.replace("{name}", item.name));
    chip.append(hidden, element("span", "chip-kind", item.kind), element("span", "chip-name", item.name), remove);
    chips.append(chip);
  }
  input.value = "";
  asked += 1;
  close();
  input.focus();
}

input.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(suggest, WAIT_MS);
});

input.addEventListener("keydown", (event) => {
  const open = !list.hidden;
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    if (!open) {
      suggest();
      return;
    }
    if (!items.length) return;
    const step = event.key === "ArrowDown" ? 1 : -1;
    mark((active + step + (active < 0 && step < 0 ? 1 : 0) + items.length) % items.length);
  } else if (event.key === "Enter" && open && active >= 0) {
    event.preventDefault();
    choose(active);
  } else if (event.key === "Escape" && open) {
    event.preventDefault();
    close();
  } else if (event.key === "Backspace" && !input.value) {
    chips.lastElementChild?.remove();
  }
});

input.addEventListener("blur", close);

chips.addEventListener("click", (event) => {
  const remove = event.target.closest(".chip-x");
  if (!remove) return;
  event.preventDefault();
  remove.closest(".chip").remove();
  input.focus();
});

form.addEventListener("submit", (event) => {
  if (!chips.querySelector("input") && !input.value.trim()) {
    event.preventDefault();
    input.focus();
    return;
  }
  input.disabled = !input.value.trim();
  const day = document.getElementById("at");
  day.disabled = !day.value;
  setTimeout(() => {
    input.disabled = false;
    day.disabled = false;
  });
});
