// Suggestions under a search field: the combobox of the ARIA Authoring Practices (list, no inline completion).
//
// The field is part of a plain form that works without this. Arrow keys walk the list, Enter opens what is
// chosen or sends the form, Escape closes; a live region says how many there are.

const PAUSE = 120; // ms without a key before the server is asked

function offer(field) {
  const list = document.createElement("ul"), status = document.createElement("p");
  Object.assign(list, { id: `${field.id}-list`, className: "suggestions", hidden: true });
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", field.dataset.suggestions);
  Object.assign(status, { className: "unseen" });
  status.setAttribute("role", "status");
  field.after(list, status);
  const set = { role: "combobox", autocomplete: "off", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id };
  for (const [name, value] of Object.entries(set)) field.setAttribute(name, value);
  const box = { field, list, status, chosen: -1, waiting: 0, asking: null };
  field.addEventListener("input", () => later(box));
  field.addEventListener("keydown", (event) => key(box, event));
  field.addEventListener("blur", () => close(box));
}

function later(box) {
  clearTimeout(box.waiting);
  box.asking?.abort();
  if (box.field.value.trim().length < 2) return close(box);
  box.waiting = setTimeout(() => ask(box), PAUSE);
}

async function ask(box) {
  box.asking = new AbortController();
  const address = new URL("/suggest", location), shown = box.field.dataset;
  address.search = new URLSearchParams({ q: box.field.value, lang: shown.language });
  try {
    const reply = await fetch(address, { signal: box.asking.signal });
    if (reply.ok) show(box, (await reply.json()).filter((one) => one.href));
  } catch (error) {
    if (error.name !== "AbortError") close(box);
  }
}

function show(box, found) {
  box.chosen = -1;
  box.field.removeAttribute("aria-activedescendant");
  box.list.replaceChildren(...found.map((one, number) => option(box, one, number)));
  box.list.hidden = !found.length;
  box.field.setAttribute("aria-expanded", String(found.length > 0));
  box.status.textContent = `${found.length} ${box.field.dataset.found}`;
}

function option(box, one, number) {
  const item = document.createElement("li"), kind = document.createElement("span");
  item.id = `${box.list.id}-${number}`;
  item.setAttribute("role", "option");
  item.setAttribute("aria-selected", "false");
  item.dataset.href = address(box, one);
  kind.className = "tag";
  kind.textContent = one.title;
  item.append(one.label, " ", kind);
  if (one.name) {
    const name = document.createElement("small");
    name.textContent = one.name;
    item.append(" ", name);
  }
  item.addEventListener("mousedown", (event) => event.preventDefault()); // The field keeps the focus.
  item.addEventListener("click", () => location.assign(item.dataset.href));
  return item;
}

/** Give where a suggestion leads, in the language and the look that were chosen. */
function address(box, one) {
  const kept = box.field.dataset.kept;
  return one.href && kept && one.href.startsWith("/") ? `${one.href}?${kept}` : one.href;
}

function key(box, event) {
  const items = box.list.children, steps = { ArrowDown: 1, ArrowUp: -1 };
  if (event.key === "Escape" && !box.list.hidden) {
    event.preventDefault();
    close(box);
  } else if (event.key in steps && !box.list.hidden && items.length) {
    event.preventDefault();
    const from = box.chosen < 0 && event.key === "ArrowUp" ? items.length : box.chosen;
    choose(box, (from + steps[event.key] + items.length) % items.length);
  } else if (event.key === "Enter" && !box.list.hidden && box.chosen >= 0) {
    event.preventDefault();
    location.assign(items[box.chosen].dataset.href);
  }
}

function choose(box, number) {
  const items = [...box.list.children];
  items.forEach((item, place) => item.setAttribute("aria-selected", String(place === number)));
  box.chosen = number;
  box.field.setAttribute("aria-activedescendant", items[number].id);
  items[number].scrollIntoView({ block: "nearest" });
}

function close(box) {
  clearTimeout(box.waiting);
  box.asking?.abort();
  box.list.hidden = true;
  box.chosen = -1;
  box.field.setAttribute("aria-expanded", "false");
  box.field.removeAttribute("aria-activedescendant");
}

document.querySelectorAll("input[data-suggestions]").forEach(offer);
