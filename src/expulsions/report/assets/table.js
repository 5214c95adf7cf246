"use strict";
// The table of all decisions: words, sides, years and sorting, kept in the address so that a view can be shared.
// rows.js gives every column of every row in the table's order; the table itself is only moved about.
(() => {
  const BATCH = 100;
  const { plain, script } = window.expulsions;
  const table = document.getElementById("decisions");
  const form = document.querySelector(".filters");
  const sentence = document.getElementById("sentence");
  const number = (value) => value.toLocaleString("en");
  const COLUMNS = ["announced", "expelling", "expelled", "count", "who", "grounds", "episode", "sources"];

  const start = ({ columns, rows, names, affairs, counting, source }) => {
    const at = Object.fromEntries(columns.map((name, place) => [name, place]));
    const elements = [...table.tBodies].flatMap((body) => [...body.rows]);
    const counts = new Set(counting);
    const entries = rows.map((row, place) => {
      const by = plain(names[row[at.expelling]]), against = plain(names[row[at.expelled]]);
      const grounds = row[at.grounds].join(" ").replaceAll("_", " ");
      const affair = affairs[row[at.episode]] || "";
      const summed = counts.has(row[at.measure]) && !row[at.part_of];
      return {
        row, place, by, against, summed, element: elements[place], announced: row[at.announced],
        text: plain([row[at.id], row[at.announced], names[row[at.expelling]], names[row[at.expelled]], row[at.who], grounds, affair, row[at.measure].replaceAll("_", " "), row[at.note]].join(" ")),
        keys: [row[at.announced], by, against, row[at.count] ?? -1, plain(row[at.who]), grounds, plain(affair), Number(elements[place].lastElementChild.textContent)],
      };
    });
    let shown = entries;
    let sort = "";
    let drawnRows = 0;
    let rest = null;

    // Only as many rows as are seen are put into the page; the next come as the reader nears the end.
    const more = () => {
      const body = document.createElement("tbody");
      body.className = "sparse";
      body.append(...shown.slice(drawnRows, drawnRows + BATCH).map((entry) => entry.element));
      drawnRows += body.rows.length;
      table.append(body);
    };
    const end = document.createElement("div");
    table.after(end);
    new IntersectionObserver((seen) => {
      if (rest && seen.some((one) => one.isIntersecting)) while (drawnRows < shown.length && end.getBoundingClientRect().top < innerHeight + 1500) more();
    }, { rootMargin: "1500px" }).observe(end);
    const render = () => {
      rest = true;
      for (const body of [...table.tBodies]) body.remove();
      drawnRows = 0;
      more();
    };

    const value = (name) => form.elements[name].value.trim();
    const filter = () => {
      const words = plain(value("q")).split(/\s+/).filter(Boolean);
      const by = plain(value("by")), against = plain(value("against")), from = value("from"), to = value("to"), ground = value("grounds");
      shown = entries.filter((entry) =>
        words.every((word) => entry.text.includes(word)) && (!by || entry.by.startsWith(by)) && (!against || entry.against.startsWith(against)) &&
        (!from || entry.announced.slice(0, from.length) >= from) && (!to || entry.announced.slice(0, to.length) <= to) &&
        (!ground || entry.row[at.grounds].includes(ground)));
      if (sort) {
        const column = Number(sort.replace("-", "")), turn = sort.startsWith("-") ? -1 : 1;
        shown.sort((one, other) => {
          const x = one.keys[column], y = other.keys[column];
          return (x < y ? -turn : x > y ? turn : one.place - other.place);
        });
      }
    };
    const tell = () => {
      let people = 0, low = 0, high = 0, decisions = 0, without = 0, ceilings = 0;
      for (const { row, summed } of shown) {
        if (row[at.measure] === "post_cap" && !row[at.part_of]) ceilings += row[at.count] || 0;
        if (!summed) continue;
        decisions += 1;
        if (row[at.count] === null) { without += 1; continue; }
        people += row[at.count];
        low += row[at.count_low] ?? row[at.count];
        high += row[at.count_high] ?? row[at.count];
      }
      const range = low === high ? "" : ` (${number(low)}–${number(high)})`;
      const rows = shown.length === entries.length ? `${number(shown.length)} ${shown.length === 1 ? "decision" : "decisions"}` : `${number(shown.length)} of ${number(entries.length)} decisions`;
      return `${rows}: ${number(people)}${range} ${people === 1 && !range ? "person" : "people"} had to leave` +
        (without ? `; ${number(without)} without a figure` : "") + (ceilings ? `; besides, ceilings on ${number(ceilings)} ${ceilings === 1 ? "post" : "posts"}` : "") + ".";
    };
    const keep = () => {
      const kept = new URLSearchParams();
      for (const input of form.elements) if (input.name && input.value.trim()) kept.set(input.name, input.value.trim());
      if (sort) kept.set("sort", sort);
      history.replaceState(null, "", kept.size ? "#" + kept : location.href.split("#")[0] + "#");
    };
    const heads = [...table.tHead.rows[0].cells];
    const mark = () => heads.forEach((cell, place) => {
      if (sort.replace("-", "") === String(place)) cell.setAttribute("aria-sort", sort.startsWith("-") ? "descending" : "ascending");
      else cell.removeAttribute("aria-sort");
    });
    const apply = () => {
      filter();
      render();
      sentence.textContent = tell();
      dispatchEvent(new Event("expulsions:rows"));
    };
    const read = () => {
      const state = new URLSearchParams(location.hash.slice(1));
      for (const input of form.elements) if (input.name) input.value = state.get(input.name) || "";
      sort = /^-?[0-7]$/.test(state.get("sort") || "") ? state.get("sort") : "";
      mark();
      return state.size > 0;
    };

    heads.forEach((cell, place) => {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = cell.textContent;
      cell.replaceChildren(button);
      button.addEventListener("click", () => {
        const numeric = cell.classList.contains("n");
        const first = numeric ? "-" + place : String(place), second = numeric ? String(place) : "-" + place;
        sort = sort === first ? second : first;
        mark(); apply(); keep();
      });
    });
    form.addEventListener("input", () => { apply(); keep(); });
    form.addEventListener("reset", () => setTimeout(() => { sort = ""; mark(); apply(); keep(); }));
    form.addEventListener("submit", (event) => event.preventDefault());
    addEventListener("hashchange", () => { read(); apply(); });
    if (read()) apply(); else sentence.textContent = tell();

    // A row opens to its sources, which a small file for its year holds.
    const sources = new Map();
    window.expulsionsSources = (year, found) => sources.set(year, found);
    for (const { element, row } of entries) element.dataset.row = row[at.id];
    table.addEventListener("click", async (event) => {
      const link = event.target.closest("tr:not(.opened) > td:last-child > a");
      if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      const line = link.closest("tr"), id = line.dataset.row, year = id.slice(0, 4), next = line.nextElementSibling;
      if (next && next.classList.contains("opened")) { next.remove(); link.setAttribute("aria-expanded", "false"); return; }
      const told = rows.find((row) => row[at.id] === id)[at.announced].slice(0, 4);
      try { await script(`assets/sources/${told}.js`); } catch { location.href = link.href; return; }
      const opened = document.createElement("tr");
      opened.className = "opened";
      const cell = document.createElement("td");
      cell.colSpan = COLUMNS.length;
      const list = document.createElement("ul");
      for (const [url, publisher, agency, title, published, count] of (sources.get(told) || sources.get(year))[id]) {
        const item = document.createElement("li");
        const name = document.createElement(/^https?:\/\//.test(url) ? "a" : "span");
        if (name.localName === "a") { name.href = url; name.rel = "noopener nofollow"; }
        name.textContent = publisher;
        const about = document.createElement("span");
        about.className = "quiet";
        about.dir = "auto";
        about.textContent = [agency && agency !== publisher ? ` (${agency})` : "", ` ${published || "no date"}: `, count === null ? "no figure" : number(count), `. ${title}`].join("");
        item.append(name, about);
        list.append(item);
      }
      cell.append(list);
      opened.append(cell);
      line.after(opened);
      link.setAttribute("aria-expanded", "true");
    });

    // What is filtered can be taken away, and drawn by a script of its own.
    const csv = (head, lines) => [head, ...lines].map((line) => line.map((cell) => {
      let text = cell === null || cell === undefined ? "" : Array.isArray(cell) ? cell.join("|") : String(cell);
      if (typeof cell !== "number" && /^[=+\-@\t\r]/.test(text)) text = "'" + text;
      return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
    }).join(",") + "\n").join("");
    const save = (name, content) => {
      const link = document.createElement("a");
      link.href = typeof content === "string" && content.startsWith("data:") ? content : URL.createObjectURL(new Blob([content], { type: "text/csv" }));
      link.download = name;
      link.click();
      if (link.href.startsWith("blob:")) setTimeout(() => URL.revokeObjectURL(link.href), 10000);
    };
    document.getElementById("csv").addEventListener("click", () => save("expulsions-filtered.csv", csv(columns, shown.map(({ row }) => row))));
    window.expulsionsTable = { at, names, source, csv, save, number, rows: () => shown, sentence: () => sentence.textContent };
    document.getElementById("draw").addEventListener("click", async (event) => {
      const button = event.target;
      button.disabled = true;
      try { await script("assets/draw.js"); window.expulsionsDraw(); } finally { button.disabled = false; }
    });
  };
  window.expulsionsRows = start;
})();
