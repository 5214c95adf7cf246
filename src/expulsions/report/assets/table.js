"use strict";
// The table of all decisions: words, sides, years and sorting, kept in the address so that a view can be shared.
(() => {
  const table = document.getElementById("decisions");
  const form = document.querySelector(".filters");
  const sentence = document.getElementById("sentence");
  const body = table.tBodies[0];
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const rows = [...body.rows].map((row) => ({
    row,
    text: plain(row.textContent),
    cells: [...row.cells].map((cell) => cell.textContent.trim()),
  }));
  const state = new URLSearchParams(location.hash.slice(1));
  for (const input of form.elements) if (input.name && state.has(input.name)) input.value = state.get(input.name);
  let sort = state.get("sort") || "";

  const apply = () => {
    const value = (name) => plain(form.elements[name].value.trim());
    const words = value("q").split(/\s+/).filter(Boolean);
    const by = value("by"), against = value("against"), from = value("from"), to = value("to");
    let shown = 0, people = 0, without = 0;
    for (const { row, text, cells } of rows) {
      const fits = words.every((word) => text.includes(word)) && (!by || plain(cells[1]).startsWith(by)) &&
        (!against || plain(cells[2]).startsWith(against)) && (!from || cells[0].slice(0, from.length) >= from) && (!to || cells[0].slice(0, to.length) <= to);
      row.hidden = !fits;
      if (fits) { shown += 1; if (cells[3]) people += Number(cells[3]); else without += 1; }
    }
    sentence.textContent = `${shown.toLocaleString("en")} of ${rows.length.toLocaleString("en")} decisions.`;
    const kept = new URLSearchParams();
    for (const input of form.elements) if (input.name && input.value) kept.set(input.name, input.value);
    if (sort) kept.set("sort", sort);
    history.replaceState(null, "", kept.size ? "#" + kept : location.pathname + location.search);
  };
  const order = () => {
    if (!sort) return;
    const column = Number(sort.replace("-", "")), down = sort.startsWith("-");
    const numeric = table.tHead.rows[0].cells[column].classList.contains("n");
    const key = ({ cells }) => (numeric ? (cells[column] === "" ? -1 : Number(cells[column])) : plain(cells[column]));
    rows.sort((a, b) => { const x = key(a), y = key(b); return (x < y ? -1 : x > y ? 1 : 0) * (down ? -1 : 1); });
    body.append(...rows.map(({ row }) => row));
    [...table.tHead.rows[0].cells].forEach((cell, at) => {
      if (at === column) cell.setAttribute("aria-sort", down ? "descending" : "ascending"); else cell.removeAttribute("aria-sort");
    });
  };
  [...table.tHead.rows[0].cells].forEach((cell, at) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = cell.textContent;
    cell.replaceChildren(button);
    button.addEventListener("click", () => { sort = sort === String(at) ? "-" + at : String(at); order(); apply(); });
  });
  form.hidden = sentence.hidden = false;
  form.addEventListener("input", apply);
  form.addEventListener("reset", () => setTimeout(apply));
  form.addEventListener("submit", (event) => event.preventDefault());
  order();
  apply();
})();
