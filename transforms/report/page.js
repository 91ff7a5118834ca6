// Charts, tables, notes at marks.  All text of the page is in it as text already: nothing here makes markup of a value.

// DataTables goes by a class, the page's own style by what the reader prefers.
const dark = window.matchMedia("(prefers-color-scheme: dark)");
const shade = () => document.documentElement.classList.toggle("dark", dark.matches);
dark.addEventListener("change", shade);
shade();

async function draw() {
  for (const place of document.querySelectorAll("[data-chart]")) {
    const spec = JSON.parse(document.getElementById(`chart-${place.dataset.chart}`).textContent);
    const options = { actions: false, renderer: "svg", ast: true, tooltip: { disableDefaultStyle: true } };
    await window.vegaEmbed(place, spec, options);
    place.querySelector("svg")?.setAttribute("aria-hidden", "true"); // the element around it says what it shows
  }
  document.documentElement.dataset.ready = "charts";
}

// A table that sorts by its heads and filters by what is typed or chosen below them.
function enrich(table) {
  const heads = [...table.tHead.rows[0].cells];
  const columnDefs = heads.map((head, number) => ({
    targets: number,
    columnControl: [
      { target: 0, content: ["order"] },
      { target: 1, content: "choose" in head.dataset ? [["searchList"]] : ["search"] },
    ],
  }));
  const label = table.dataset.label;
  new window.DataTable(table, {
    autoWidth: false,
    order: [],
    pageLength: 25,
    columnDefs,
    ordering: { indicators: false, handler: false },
    language: { search: `Search ${label}:`, lengthMenu: "_MENU_ a page", emptyTable: "None." },
  });
  // The controls come without the names of their columns.
  for (const [column, head] of heads.entries()) {
    const name = head.querySelector(".dt-column-title").textContent;
    const controls = { ".dtcc-button_order": "sort by", ".dtcc-button_dropdown": "choose", select: "how to filter", input: "filter" };
    for (const [control, does] of Object.entries(controls)) {
      for (const found of table.tHead.querySelectorAll(`[data-dt-column="${column}"] ${control}`)) {
        found.setAttribute("aria-label", `${does} ${name}`);
      }
    }
  }
}

const tip = document.getElementById("tip");

function explain(mark) {
  tip.replaceChildren(...mark.dataset.notes.split(" ").map((id) => {
    const told = document.createElement("div");
    told.append(...document.getElementById(id).cloneNode(true).childNodes);
    return told;
  }));
  tip.hidden = false;
  mark.setAttribute("aria-describedby", "tip");
  const box = mark.getClientRects()[0] ?? mark.getBoundingClientRect();
  const left = Math.max(4, Math.min(box.left, window.innerWidth - tip.offsetWidth - 4));
  const below = box.bottom + 6;
  const top = below + tip.offsetHeight < window.innerHeight ? below : Math.max(4, box.top - tip.offsetHeight - 6);
  tip.style.left = `${left}px`;
  tip.style.top = `${top}px`;
}

function hush() {
  tip.hidden = true;
  document.querySelector("[aria-describedby='tip']")?.removeAttribute("aria-describedby");
}

for (const kind of ["mouseover", "focusin"]) {
  document.addEventListener(kind, (event) => {
    const mark = event.target.closest?.("[data-notes]");
    hush();
    if (mark) explain(mark);
  });
}
document.addEventListener("focusout", hush);
document.addEventListener("scroll", () => {
  const mark = document.activeElement?.closest?.("[data-notes]"); // moving to a mark may scroll to it
  hush();
  if (mark) explain(mark);
}, { passive: true });
document.addEventListener("keydown", (event) => event.key === "Escape" && hush());

// A link to a note opens the article that it stands in.
function open() {
  const wanted = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const article = wanted && wanted.closest("details");
  if (article) {
    article.open = true;
    wanted.scrollIntoView();
    wanted.focus({ preventScroll: true });
  }
}
window.addEventListener("hashchange", open);

const find = document.getElementById("find");
find.addEventListener("input", () => {
  const words = find.value.toLowerCase();
  let count = 0;
  for (const article of document.querySelectorAll("details.article")) {
    article.hidden = !article.textContent.toLowerCase().includes(words);
    count += article.hidden ? 0 : 1;
  }
  document.getElementById("found").textContent = words ? `${count} found` : "";
});

document.querySelectorAll("table.sorted").forEach(enrich);
open();
await draw();
