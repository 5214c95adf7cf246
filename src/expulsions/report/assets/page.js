"use strict";
// What a page can do beyond being read: live charts on demand, search, copy. The page is whole without it.
(() => {
  const root = document.body.dataset.root;
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const wide = matchMedia("(min-width: 720px)");

  const script = (src) => new Promise((resolve, reject) => {
    const element = document.createElement("script");
    element.src = root + src;
    element.onload = resolve;
    element.onerror = () => reject(new Error(src));
    document.head.append(element);
  });
  let plotly = null;
  const loadPlotly = () => (plotly ??= script("assets/plotly.min.js"));

  // Each chart's file calls this with its two drawings, the wide and the narrow.
  const figures = new Map();
  window.expulsionsFigure = (name, wideFigure, narrowFigure) => figures.set(name, [wideFigure, narrowFigure]);

  const LIGHT = ["paper", "ink", "muted", "rule", "red", "blue", "grey", "quiet"];
  const COLOURS = { paper: "#FFFFFF", ink: "#1A1C1F", muted: "#5B6068", rule: "#D9DBDE", red: "#A31F3A", blue: "#0F6FB5", grey: "#8A8F97", quiet: "#C9A3AB" };
  const toned = (figure) => {
    let text = JSON.stringify(figure);
    if (dark.matches) {
      const style = getComputedStyle(document.documentElement);
      const now = Object.fromEntries(LIGHT.map((role) => [COLOURS[role], style.getPropertyValue("--" + role).trim()]));
      text = text.replace(/#[0-9A-F]{6}/g, (colour) => now[colour] || colour);
    }
    return JSON.parse(text);
  };

  const enliven = async (drawing) => {
    if (drawing.dataset.live) return;
    drawing.dataset.live = "loading";
    const name = drawing.dataset.chart;
    try {
      await Promise.all([loadPlotly(), figures.has(name) || script(`charts/${name}.js`)]);
    } catch {
      delete drawing.dataset.live;
      return;
    }
    const figure = toned(figures.get(name)[wide.matches ? 0 : 1]);
    const image = drawing.querySelector("picture");
    const place = document.createElement("div");
    const width = figure.layout.width, height = figure.layout.height;
    if (image) {
      // The live chart lies on the picture's place, so that nothing moves.
      const box = image.querySelector("img").getBoundingClientRect();
      place.style.cssText = `position:absolute;left:0;top:0;width:${width}px;height:${height}px;transform-origin:0 0;transform:scale(${box.width / width})`;
    }
    drawing.append(place);
    await window.Plotly.newPlot(place, figure.data, figure.layout, { displayModeBar: false, responsive: false });
    if (image) image.style.visibility = "hidden";
    const svg = place.querySelector("svg.main-svg");
    if (svg) svg.setAttribute("aria-hidden", "true");
    drawing.dataset.live = "yes";
  };
  for (const drawing of document.querySelectorAll("[data-chart]")) {
    for (const reach of ["pointerenter", "touchstart", "focus"]) {
      drawing.addEventListener(reach, () => enliven(drawing), { passive: true });
    }
    if (drawing.dataset.drawn === "no") enliven(drawing);
  }

  for (const button of document.querySelectorAll("button.copy")) {
    button.hidden = false;
    button.addEventListener("click", async () => {
      let text = button.dataset.copy;
      if (text === undefined) {
        // An embed snippet gets the address from which this page was read.
        const code = button.parentElement.querySelector("code").textContent;
        text = code.replace(/src="([^"]+)"/, (_, src) => `src="${new URL(src, location.href).href}"`);
      }
      try {
        await navigator.clipboard.writeText(text);
        button.textContent = "Copied";
      } catch {
        button.textContent = "Select and copy by hand";
      }
    });
  }

  const search = document.getElementById("search");
  if (!search) return;
  const found = document.getElementById("found");
  search.closest(".search").hidden = false;
  let entries = null;
  window.expulsionsSearch = (list) => {
    entries = list.map(([text, href, kind]) => ({ text, href, kind, plain: plain(text) }));
    show();
  };
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  let asked = false;
  const ask = () => { if (!asked) { asked = true; script("assets/search-index.js"); } };
  let selected = -1;
  const select = (index) => {
    const items = [...found.children];
    selected = items.length ? (index + items.length) % items.length : -1;
    items.forEach((item, at) => item.setAttribute("aria-selected", String(at === selected)));
    if (selected >= 0) search.setAttribute("aria-activedescendant", items[selected].id);
    else search.removeAttribute("aria-activedescendant");
  };
  const show = () => {
    const words = plain(search.value).split(/\s+/).filter(Boolean);
    const hits = entries && words.length ? entries.filter((entry) => words.every((word) => entry.plain.includes(word))).slice(0, 12) : [];
    found.replaceChildren(...hits.map((hit, at) => {
      const item = document.createElement("li");
      item.id = "found-" + at;
      item.setAttribute("role", "option");
      const link = document.createElement("a");
      link.href = root + hit.href;
      link.tabIndex = -1;
      link.textContent = `${hit.text} · ${hit.kind}`;
      item.append(link);
      return item;
    }));
    found.hidden = !hits.length;
    search.setAttribute("aria-expanded", String(!found.hidden));
    select(-1 - (hits.length ? 0 : 0));
    if (!hits.length) selected = -1;
    else { selected = -1; [...found.children].forEach((item) => item.setAttribute("aria-selected", "false")); }
  };
  search.addEventListener("focus", ask);
  search.addEventListener("input", () => { ask(); show(); });
  search.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown") { event.preventDefault(); select(selected + 1); }
    else if (event.key === "ArrowUp") { event.preventDefault(); select(selected - 1); }
    else if (event.key === "Enter" && found.children.length) { location.href = found.children[Math.max(0, selected)].querySelector("a").href; }
    else if (event.key === "Escape") { found.hidden = true; search.setAttribute("aria-expanded", "false"); }
  });
  search.addEventListener("blur", () => setTimeout(() => { found.hidden = true; search.setAttribute("aria-expanded", "false"); }, 200));
})();
