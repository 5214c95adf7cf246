"use strict";
// What a page can do beyond being read: live charts on demand, search, copy. The page is whole without it.
(() => {
  const root = document.body.dataset.root;
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const wide = matchMedia("(min-width: 720px)");
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

  const scripts = new Map();
  const script = (src) => {
    if (!scripts.has(src)) {
      scripts.set(src, new Promise((resolve, reject) => {
        const element = document.createElement("script");
        element.src = root + src;
        element.onload = resolve;
        element.onerror = () => { scripts.delete(src); element.remove(); reject(new Error(src)); };
        document.head.append(element);
      }));
    }
    return scripts.get(src);
  };
  const loadPlotly = () => script("assets/plotly.min.js");

  // Charts are kept in the colours of the light page; a dark page puts its own in their place.
  const COLOURS = {
    paper: "#FFFFFF", ink: "#1A1C1F", muted: "#5B6068", rule: "#D9DBDE", red: "#A31F3A", blue: "#0F6FB5", grey: "#8A8F97", quiet: "#C9A3AB",
  };
  const ROLES = Object.fromEntries(Object.entries(COLOURS).map(([role, colour]) => [colour, role]));
  const toned = (figure) => {
    const text = JSON.stringify(figure);
    if (!dark.matches) return JSON.parse(text);
    const style = getComputedStyle(document.documentElement);
    return JSON.parse(text.replace(/#[0-9A-F]{6}/gi, (colour) => {
      const role = ROLES[colour.toUpperCase()];
      return role ? style.getPropertyValue("--" + role).trim() : colour;
    }));
  };

  // Each chart's file calls this with its two drawings, the wide and the narrow.
  const figures = new Map();
  window.expulsionsFigure = (name, wideFigure, narrowFigure) => figures.set(name, [wideFigure, narrowFigure]);

  const coming = new WeakMap();
  const enliven = (drawing, point) => {
    if (!drawing.dataset.live) coming.set(drawing, bring(drawing, point));
    return coming.get(drawing);
  };
  const bring = async (drawing, point) => {
    drawing.dataset.live = "loading";
    const name = drawing.dataset.chart;
    try {
      await Promise.all([loadPlotly(), figures.has(name) || script(`charts/${name}.js`)]);
    } catch {
      delete drawing.dataset.live;
      return;
    }
    const figure = toned(figures.get(name)[wide.matches ? 0 : 1]);
    const place = document.createElement("div");
    place.className = "live";
    place.setAttribute("aria-hidden", "true");
    const { width, height } = figure.layout;
    // The live chart lies on the picture's place, so that nothing moves.
    const still = drawing.querySelector("picture img") || [...drawing.querySelectorAll(".reserve")].find((one) => one.clientWidth);
    const shown = still.getBoundingClientRect().width;
    place.style.width = `${width}px`;
    place.style.height = `${height}px`;
    if (Math.abs(shown - width) > 0.5) place.style.transform = `scale(${shown / width})`;
    drawing.append(place);
    await window.Plotly.newPlot(place, figure.data, figure.layout, { displayModeBar: false, responsive: false });
    drawing.dataset.live = "yes";
    if (point) {
      // The pointer already rests on the chart: what lies under it answers at once.
      const drag = place.querySelector(".nsewdrag");
      if (drag) drag.dispatchEvent(new MouseEvent("mousemove", { clientX: point.clientX, clientY: point.clientY, bubbles: true }));
    }
  };
  // A drawing of another width or tone takes the place of the live one when the page changes.
  const renew = () => {
    for (const drawing of document.querySelectorAll('[data-live="yes"]')) {
      const place = drawing.querySelector(".live");
      window.Plotly.purge(place);
      place.remove();
      delete drawing.dataset.live;
      if (drawing.dataset.drawn === "no" || drawing.matches(":hover, :focus")) enliven(drawing);
    }
  };
  dark.addEventListener("change", renew);
  wide.addEventListener("change", renew);

  // The keyboard walks from figure to figure; what the chart says of each is read out.
  const said = document.createElement("p");
  said.className = "unseen";
  said.setAttribute("role", "status");
  const walk = async (drawing, step) => {
    await enliven(drawing);
    const place = drawing.querySelector(".live");
    if (!place || !place.data) return;
    const points = place.data.flatMap((trace, curveNumber) => (trace.hoverinfo === "skip" || !trace.x ? [] : [...trace.x.keys()].map((pointNumber) => ({ curveNumber, pointNumber }))));
    if (!points.length) return;
    const at = Number(drawing.dataset.at ?? (step > 0 ? -1 : 0));
    const next = (at + step + points.length) % points.length;
    drawing.dataset.at = next;
    window.Plotly.Fx.hover(place, [points[next]]);
    // plotly.js may write the text a little later.
    await new Promise((done) => setTimeout(done, 80));
    said.textContent = [...place.querySelectorAll(".hovertext text")].map((text) => text.textContent).filter(Boolean).join(", ");
  };
  document.body.append(said);
  for (const drawing of document.querySelectorAll("[data-chart]")) {
    drawing.addEventListener("pointerenter", (event) => enliven(drawing, event), { passive: true });
    drawing.addEventListener("touchstart", (event) => enliven(drawing, event.touches[0]), { passive: true });
    drawing.addEventListener("focus", () => enliven(drawing));
    drawing.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
      if (step) { event.preventDefault(); walk(drawing, step); }
    });
    // A reader may have reached for the chart before this script came.
    if (drawing.dataset.drawn === "no" || drawing.matches(":hover, :focus")) enliven(drawing);
  }

  const copy = async (button, text) => {
    const label = button.dataset.label ??= button.textContent;
    try {
      await navigator.clipboard.writeText(text);
      button.textContent = "Copied";
    } catch {
      // Without leave to write to the clipboard (on http, or by the reader's choice) the older way often works.
      const area = document.createElement("textarea");
      area.value = text;
      area.className = "unseen";
      document.body.append(area);
      area.select();
      button.textContent = document.execCommand("copy") ? "Copied" : "Select and copy by hand";
      area.remove();
    }
    setTimeout(() => { button.textContent = label; }, 2500);
  };
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button.copy");
    if (!button) return;
    if (button.id === "link") return copy(button, location.href);
    if (button.dataset.copy !== undefined) return copy(button, button.dataset.copy);
    // An embed snippet gets the address from which this page was read.
    const code = button.parentElement.querySelector("code").textContent;
    copy(button, code.replace(/src="([^"]+)"/, (_, src) => `src="${new URL(src, location.href).href}"`));
  });
  window.expulsions = { root, script, loadPlotly, toned, plain };

  const search = document.getElementById("search");
  if (!search) return;
  const found = document.getElementById("found");
  let entries = null;
  let selected = -1;
  window.expulsionsSearch = (list) => {
    entries = list.map(([text, href, kind, also = ""]) => ({ text, href, kind, plain: plain(`${text} ${also}`) }));
    show();
  };
  const ask = () => script("assets/search-index.js").catch(() => {});
  const open = (yes) => {
    found.hidden = !yes;
    search.setAttribute("aria-expanded", String(yes));
    if (!yes) select(-1);
  };
  const select = (index) => {
    const items = [...found.children];
    selected = index < items.length ? index : -1;
    items.forEach((item, at) => item.setAttribute("aria-selected", String(at === selected)));
    if (selected >= 0) { search.setAttribute("aria-activedescendant", items[selected].id); items[selected].scrollIntoView({ block: "nearest" }); }
    else search.removeAttribute("aria-activedescendant");
  };
  const show = () => {
    const words = plain(search.value).split(/\s+/).filter(Boolean);
    const hits = entries && words.length ? entries.filter((entry) => words.every((word) => entry.plain.includes(word))).slice(0, 12) : [];
    found.replaceChildren(...hits.map((hit, at) => {
      const item = document.createElement("li");
      item.id = "found-" + at;
      item.setAttribute("role", "option");
      item.setAttribute("aria-selected", "false");
      item.dataset.href = hit.href;
      const kind = document.createElement("span");
      kind.className = "quiet";
      kind.textContent = ` · ${hit.kind}`;
      item.append(hit.text, kind);
      return item;
    }));
    if (!hits.length && entries && words.length) {
      const item = document.createElement("li");
      item.setAttribute("role", "option");
      item.setAttribute("aria-disabled", "true");
      item.textContent = "Nothing in the record is called so.";
      found.append(item);
    }
    open(Boolean(found.children.length));
  };
  const go = (item) => { if (item && item.dataset.href) location.href = root + item.dataset.href; };
  search.addEventListener("focus", ask);
  search.addEventListener("input", () => { ask(); show(); });
  search.addEventListener("keydown", (event) => {
    const { length } = found.children;
    if (event.key === "ArrowDown" && length) { event.preventDefault(); select((selected + 1) % length); }
    else if (event.key === "ArrowUp" && length) { event.preventDefault(); select((selected <= 0 ? length : selected) - 1); }
    else if (event.key === "Enter") go(found.children[Math.max(0, selected)]);
    else if (event.key === "Escape") open(false);
  });
  // The pointer must not take the focus before the click counts.
  found.addEventListener("pointerdown", (event) => event.preventDefault());
  found.addEventListener("click", (event) => go(event.target.closest("li")));
  search.addEventListener("blur", () => open(false));
})();
