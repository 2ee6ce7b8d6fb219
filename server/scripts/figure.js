// What a figure gains where scripts run: zoom, the words of a mark in a line below, and a filter.
// The server draws the picture and writes the tools, hidden (templates/figure.html). A zoomed picture grows in its
// page, so that the page scrolls as ever. The marks are one stop of Tab; arrow keys walk them (roving tabindex of
// the ARIA Authoring Practices). Single keys work inside the picture only (WCAG 2.1.4).

const LARGEST = 8, STEP = 1.5;
const ZOOMS = { "+": STEP, "=": STEP, "-": 1 / STEP, 0: 0 };
const WALKS = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1, Home: -Infinity, End: Infinity };

const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
const told = (mark) => mark?.querySelector("title").textContent ?? "";

function enhance(figure) {
  const view = { zoom: 1, boxes: [...figure.querySelectorAll(".scroll:has(> svg)")] };
  for (const part of figure.querySelectorAll("[data-part]")) view[part.dataset.part] = part;
  view.rows = [...(document.querySelector("#table + .scroll tbody")?.rows ?? [])];
  for (const box of view.boxes) prepare(view, box);
  if (!view.boxes[0].marks.length) return;
  const groups = new Set(view.boxes[0].marks.map((mark) => mark.dataset.group).filter(Boolean));
  view.group.append(...[...groups].map((name) => new Option(name, name)));
  view.group.parentElement.hidden = groups.size < 2;
  for (const field of [view.text, view.group]) field.addEventListener("input", () => filter(view));
  for (const button of view.tools.querySelectorAll("[data-key]"))
    button.addEventListener("click", () => zoom(view, ZOOMS[button.dataset.key]));
  view.tools.hidden = view.keys.hidden = false;
}

function prepare(view, box) {
  const tell = (event) => (view.detail.textContent = told(event.target.closest(".mark")));
  box.marks = [...box.querySelectorAll(".mark")];
  for (const mark of box.marks) if (mark.localName !== "a") mark.setAttribute("role", "img");
  stop(box, box.marks[0]);
  box.addEventListener("pointerover", tell);
  box.addEventListener("focusin", (event) => (tell(event), stop(box, event.target)));
  for (const name of ["pointerleave", "focusout"]) box.addEventListener(name, () => (view.detail.textContent = ""));
  box.addEventListener("keydown", (event) => key(view, box, event));
  box.addEventListener("wheel", (event) => {
    if (!event.ctrlKey) return; // Without Ctrl the page scrolls.
    event.preventDefault();
    zoom(view, event.deltaY < 0 ? STEP : 1 / STEP, event);
  }, { passive: false });
  box.addEventListener("click", ({ target }) => {
    const group = target.closest(".key")?.dataset.group;
    if (group) (view.group.value = view.group.value === group ? "" : group), filter(view);
  });
}

/** Make a mark the one stop of Tab. */
function stop(box, chosen) {
  if (box.marks.includes(chosen)) for (const mark of box.marks) mark.setAttribute("tabindex", mark === chosen ? 0 : -1);
}

function key(view, box, event) {
  const marks = box.marks.filter((mark) => !mark.matches(".faded")), at = marks.indexOf(event.target);
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Escape") view.detail.textContent = "";
  else if (event.key in ZOOMS) zoom(view, ZOOMS[event.key], at < 0 ? null : middle(event.target));
  else if (event.key in WALKS && at >= 0) marks[Math.min(Math.max(at + WALKS[event.key], 0), marks.length - 1)].focus();
  else return;
  event.preventDefault();
}

function middle(mark) {
  const { x, y, width, height } = mark.getBoundingClientRect();
  return { clientX: x + width / 2, clientY: y + height / 2 };
}

/** Show the picture so many times as large, or whole; a point, else the middle, stays where it is. */
function zoom(view, factor, point) {
  const wanted = Math.min(Math.max(view.zoom * factor, 1), LARGEST), ratio = wanted / view.zoom;
  view.zoom = wanted;
  for (const box of view.boxes) {
    const { style } = box.firstElementChild, before = box.firstElementChild.getBoundingClientRect();
    const left = box.getBoundingClientRect().left, x = point ? point.clientX - left : box.clientWidth / 2;
    // A picture for other screens has no width now.
    style.width = wanted === 1 ? "" : before.width ? `${before.width * ratio}px` : `${100 * wanted}%`;
    box.scrollLeft = (box.scrollLeft + x) * ratio - x;
    if (point && before.width) scrollBy(0, (point.clientY - before.top) * (ratio - 1));
  }
  view.percent.textContent = `${Math.round(100 * wanted)} %`;
}

function filter(view) {
  const text = fold(view.text.value.trim()), group = view.group.value, active = Boolean(text || group);
  const fits = (words, groups) => fold(words).includes(text) && (!group || groups.includes(group));
  const kept = view.boxes.map((box) => {
    const found = withEnds(box.marks, (mark) => fits(told(mark), [mark.dataset.group]));
    for (const mark of box.marks) mark.classList.toggle("faded", !found.has(mark));
    stop(box, box.marks.find((mark) => found.has(mark)));
    return found.size;
  })[0];
  // Not the tag of its language, which follows the text of a cell.
  const texts = (row) => [...row.cells].map((cell) => (cell.firstElementChild ?? cell).textContent.trim());
  const found = new Set(view.rows.filter((row) => fits(texts(row).join(" "), texts(row))));
  // Where a table has codes for what the picture calls by name, it stays whole.
  const follows = found.size > 0 || !kept;
  for (const row of view.rows) row.hidden = follows && !found.has(row);
  const numbers = { marks: kept, all: view.boxes[0].marks.length, rows: found.size, total: view.rows.length };
  const words = view.status.dataset.marks + (follows ? `, ${view.status.dataset.rows}` : "");
  view.status.textContent = active ? `${words.replace(/\{(\w+)\}/g, (_, name) => numbers[name])}.` : "";
}

/** Give the marks that fit; a line keeps the nodes at its ends, and nodes the lines between them. */
function withEnds(marks, fits) {
  const found = new Set(marks.filter(fits)), nodes = new Set([...found].map((mark) => mark.dataset.node));
  const ends = (mark) => mark.dataset.ends?.split(" ") ?? [];
  for (const mark of marks) if (mark.dataset.ends && ends(mark).every((end) => nodes.has(end))) found.add(mark);
  const needed = new Set([...found].flatMap(ends));
  for (const mark of marks) if (needed.has(mark.dataset.node)) found.add(mark);
  return found;
}

for (const figure of document.querySelectorAll("figure:has([data-part])")) enhance(figure);
