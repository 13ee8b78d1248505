"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const { view, words, shades, layout } = data;
  const byKey = new Map(data.nodes.map((node) => [node.id, node]));
  const open = new Set();
  let chosen = null;
  let lit = null;
  let names = true;

  const { font, make, unsure, sign, glyph, stroke, fitted, clipped } = landskabSigns(shades);

  /* ---- boxes ---- */
  const box = ({ ctx, id, x, y, state }) => ({
    drawNode() {
      const node = byKey.get(id);
      const { width, height } = layout;
      const left = x - width / 2, top = y - height / 2, band = 36;
      const shade = shades[node.role];
      const off = node.role === "turned_off";
      const may = unsure.has(node.role);
      ctx.globalAlpha = lit && !lit.has(id) ? 0.22 : 1;
      const border = may ? (node.role === "may_stop" ? "#8a5f00" : node.role === "may_degrade" ? "#1a6a9e" : shade.fill) : shade.fill === "#e6e6e6" ? "#9aa4ab" : shade.fill;
      ctx.lineWidth = state.selected || chosen === id ? 3 : 1.5;
      if (node.members.length) {
        for (const shift of [8, 4]) {
          ctx.fillStyle = "#fff"; ctx.strokeStyle = border; ctx.beginPath();
          ctx.roundRect(left + shift, top + shift, width, height, 8); ctx.fill(); ctx.stroke();
        }
      }
      ctx.beginPath(); ctx.roundRect(left, top, width, height, 8);
      ctx.fillStyle = off ? shade.fill : "#fff"; ctx.fill();
      if (!off && !may) {
        ctx.save(); ctx.clip(); ctx.fillStyle = shade.fill; ctx.fillRect(left, top, band, height); ctx.restore();
      }
      if (may) ctx.setLineDash([6, 4]);
      ctx.strokeStyle = border; ctx.beginPath(); ctx.roundRect(left, top, width, height, 8); ctx.stroke();
      ctx.setLineDash([]);
      sign(ctx, node.role, left + band / 2 + 1, y, 9, may ? undefined : shade.ink);
      if (!names) return;
      ctx.textAlign = "left"; ctx.textBaseline = "middle";
      const room = width - band - 16;
      const under = node.members.length ? words.open : node.word;
      const { lines, size } = fitted(ctx, node.label, room);
      const low = node.members.length || lines.length === 1 ? under : "";
      const step = lines.length === 2 && low ? 14 : 17;
      let next = y - ((lines.length - (low ? 0 : 1)) * step) / 2;
      ctx.font = `600 ${lines.length === 2 && low ? Math.min(size, 12.5) : size}px ${font}`;
      ctx.fillStyle = off ? shade.ink : "#1b2127";
      for (const line of lines) { ctx.fillText(line, left + band + 8, next); next += step; }
      if (low) { ctx.font = `12px ${font}`; ctx.fillStyle = off ? "#d4dadf" : "#5c6770"; ctx.fillText(clipped(ctx, low, room), left + band + 8, next); }
    },
    nodeDimensions: { width: layout.width, height: layout.height },
  });

  /* ---- what is drawn now: folds stand for their members until they are opened ---- */
  const visible = (node) => (node.fold ? open.has(node.fold) : !open.has(node.id));
  const drawnFor = (key) => { const node = byKey.get(key); return node.fold && !open.has(node.fold) ? node.fold : key; };
  const tip = (lines) => {
    const element = make("div", undefined, "tip");
    lines.forEach((line, at) => element.append(make(at ? "span" : "b", line)));
    return element;
  };
  const sized = (stacks, limit) => {
    const abreast = stacks.map((count) => Math.ceil(count / limit));
    const width = abreast.reduce((sum, each) => sum + each * (layout.width + layout.inner) - layout.inner, layout.gap * (stacks.length - 1));
    const height = Math.max(...stacks.map((count, at) => Math.ceil(count / abreast[at]))) * layout.row;
    return Math.min(layout.screen[0] / width, layout.screen[1] / (height + layout.row), 1);
  };
  const rowsFor = (stacks) => {
    const limits = Array.from({ length: Math.max(...stacks) }, (_, at) => Math.max(...stacks) - at);
    const best = Math.max(...limits.map((limit) => sized(stacks, limit)));
    return limits.find((limit) => sized(stacks, limit) >= layout.nearly * best);
  };
  const places = (shown) => {
    if (!open.size) return new Map(shown.map((node) => [node.id, [node.x, node.y]]));
    const columns = new Map();
    [...shown].sort((a, b) => a.column - b.column || a.order - b.order).forEach((node) => {
      if (!columns.has(node.column)) columns.set(node.column, []);
      columns.get(node.column).push(node);
    });
    const limit = rowsFor([...columns.values()].map((stack) => stack.length));
    const found = new Map();
    let left = 0;
    for (const stack of columns.values()) {
      const abreast = Math.ceil(stack.length / limit);
      const rows = Math.ceil(stack.length / abreast);
      stack.forEach((node, at) => found.set(node.id, [left + (at % abreast) * (layout.width + layout.inner), (Math.floor(at / abreast) - (rows - 1) / 2) * layout.row]));
      left += abreast * layout.width + (abreast - 1) * layout.inner + layout.gap;
    }
    return found;
  };
  const thin = (edge) => view.falling && edge.alive;
  const lines = () => {
    const found = new Map();
    for (const edge of data.edges) {
      const from = drawnFor(edge.from), to = drawnFor(edge.to);
      if (from === to) continue;
      const key = JSON.stringify([from, to, thin(edge)]);
      const line = found.get(key) || { id: key, from, to, alive: thin(edge), unsure: true, flows: 0, hover: edge.hover };
      line.unsure = line.unsure && edge.unsure;
      line.flows += edge.flows;
      found.set(key, line);
    }
    return [...found.values()];
  };
  const bend = (line) => {
    const across = at.get(line.to)[0] - at.get(line.from)[0];
    if (Math.abs(across) >= layout.width) return { enabled: true, type: "cubicBezier", forceDirection: "horizontal", roundness: 0.5 };
    return { enabled: true, type: at.get(line.to)[1] > at.get(line.from)[1] ? "curvedCCW" : "curvedCW", roundness: 0.45 };
  };
  const drawnLine = (line, count) => {
    const dim = lit && !(lit.has(line.from) && lit.has(line.to));
    const quiet = line.alive || (!view.falling && !lit && count > 60);
    const color = line.alive ? "#9fb3ad" : quiet ? "#a7b2ba" : lit && !dim ? "#1f2d38" : "#6f7c86";
    return {
      id: line.id, from: line.from, to: line.to, smooth: bend(line), dashes: line.unsure && !line.alive ? [7, 5] : false,
      width: quiet ? 1 : lit && !dim ? 2.4 : 1.6, color: { color, highlight: color, hover: color, opacity: dim ? 0.15 : 1 },
      title: tip(line.hover),
    };
  };
  const nodes = new vis.DataSet();
  const edges = new vis.DataSet();
  let at = new Map();
  const refresh = () => {
    const shown = data.nodes.filter(visible);
    at = places(shown);
    const drawn = shown.map((node) => ({ id: node.id, label: node.label, x: at.get(node.id)[0], y: at.get(node.id)[1], shape: "custom", ctxRenderer: box, title: tip(node.hover) }));
    edges.clear();
    nodes.remove(nodes.getIds().filter((id) => !at.has(id)));
    nodes.update(drawn);
    const all = lines();
    edges.add(all.map((line) => drawnLine(line, all.length)));
    document.getElementById("fold-all").hidden = !open.size;
    const single = shown.filter((node) => node.id.startsWith("systems:") && node.role !== "already_down").length;
    const said = words.now.replace("{shown}", single).replace("{total}", view.total);
    document.getElementById("shown").textContent = open.size ? said : view.shown;
    document.querySelectorAll(".vis-tooltip").forEach((popup) => { popup.style.visibility = "hidden"; });
  };

  const container = document.getElementById("network");
  refresh();
  const network = new vis.Network(container, { nodes, edges }, {
    physics: false,
    layout: { hierarchical: false, improvedLayout: false },
    interaction: { hover: true, tooltipDelay: 120, keyboard: { enabled: true, bindToWindow: false }, zoomSpeed: 0.6, selectConnectedEdges: false, hoverConnectedEdges: false },
    nodes: { shape: "custom", chosen: false },
    edges: { arrows: { to: { enabled: true, scaleFactor: 0.6 } }, smooth: { enabled: true, type: "cubicBezier", forceDirection: "horizontal", roundness: 0.5 }, chosen: false, hoverWidth: 0, selectionWidth: 0 },
  });
  const bounds = () => {
    const xs = [...at.values()].map(([x]) => x), ys = [...at.values()].map(([, y]) => y);
    return { left: Math.min(...xs) - layout.width / 2, right: Math.max(...xs) + layout.width / 2, top: Math.min(...ys) - layout.height / 2 - 46, bottom: Math.max(...ys) + layout.height / 2 };
  };
  const fit = (animation) => {
    if (!at.size) return;
    const { left, right, top, bottom } = bounds();
    const room = { width: container.clientWidth - 76, height: container.clientHeight - 112 };
    const scale = Math.min(room.width / (right - left), room.height / (bottom - top), 1.1);
    network.moveTo({ position: { x: (left + right) / 2, y: (top + bottom) / 2 + 20 / scale }, scale, animation });
  };
  /* Lines leave a box in the middle of its side and enter the next one likewise; vis-network aims at the centres. */
  const port = (node, side) => Object.create(node, {
    x: { get: () => node.x + (side * layout.width) / 2 },
    y: { get: () => node.y },
    distanceToBorder: { value: () => 0 },
  });
  const atSides = () => {
    for (const { edgeType } of Object.values(network.body.edges)) {
      const { from, to } = edgeType || {};
      if (!from || !to || Object.hasOwn(from, "distanceToBorder") || Math.abs(to.x - from.x) < layout.width) continue;
      const side = to.x > from.x ? 1 : -1;
      edgeType.from = port(from, side);
      edgeType.to = port(to, -side);
    }
  };
  network.on("beforeDrawing", (ctx) => {
    atSides();
    const columns = new Map();
    for (const [id, [x]] of at) {
      const column = byKey.get(id).column, span = columns.get(column) || [x, x];
      columns.set(column, [Math.min(span[0], x), Math.max(span[1], x)]);
    }
    if (!at.size) return;
    const { top, bottom } = bounds();
    ctx.save();
    for (const [column, [low, high]] of columns) {
      const left = low - layout.width / 2 - 22, width = high - low + layout.width + 44;
      ctx.fillStyle = "#ffffff"; ctx.beginPath(); ctx.roundRect(left, top - 4, width, bottom - top + 28, 14); ctx.fill();
      ctx.font = `600 14px ${font}`; ctx.textAlign = "center"; ctx.textBaseline = "middle"; ctx.fillStyle = "#5c6770";
      ctx.fillText(view.headers[column] || "", (low + high) / 2, top + 16);
    }
    ctx.restore();
  });

  /* ---- choosing a box: its chain is lit, its reasons stand beside ---- */
  const chainOf = (key) => {
    const found = new Set([key]), all = lines(), queue = [key];
    while (queue.length) {
      const to = queue.pop();
      for (const line of all) if (line.to === to && !line.alive && !found.has(line.from)) { found.add(line.from); queue.push(line.from); }
    }
    for (const line of all) if (line.from === key) found.add(line.to);
    return found;
  };
  const choose = (key, focus) => {
    const node = key === null ? null : byKey.get(key);
    if (node && node.fold && !open.has(node.fold)) open.add(node.fold);
    chosen = key;
    lit = node && at ? chainOf(key) : null;
    if (node) document.getElementById("legend").open = false;
    refresh();
    network.redraw();
    if (focus && node && at.has(key)) network.moveTo({ position: { x: at.get(key)[0], y: at.get(key)[1] }, scale: Math.max(network.getScale(), 0.8), animation: { duration: 250 } });
    panel();
  };
  const unfold = (key) => { open.add(key); chosen = null; lit = null; refresh(); fit({ duration: 250 }); panel(key); };
  const foldAgain = (key) => { open.delete(key); chosen = null; lit = null; refresh(); fit({ duration: 250 }); panel(); };

  const panelElement = document.getElementById("panel");
  const search = document.getElementById("search");
  const button = (text, className, action) => { const made = make("button", text, className); made.type = "button"; made.addEventListener("click", action); return made; };
  const verdict = (node) => { const line = make("div", undefined, "verdict"); line.append(glyph(node.role), make("span", node.word)); return line; };
  const sections = (node) => node.sections.flatMap(([heading, texts]) => [make("h3", heading), ...texts.map((text) => make("p", text))]);
  const panel = (fold) => {
    panelElement.replaceChildren();
    panelElement.scrollTop = 0;
    const node = fold ? byKey.get(fold) : chosen === null ? null : byKey.get(chosen);
    if (!node) { list(); return; }
    panelElement.append(button(`← ${words.back}`, "back", () => choose(null)), make("h2", node.label), verdict(node), ...sections(node));
    const folded = node.members.length ? node.id : node.fold;
    if (folded) panelElement.append(button(words.fold, "act", () => foldAgain(folded)));
  };
  const list = () => {
    const wanted = search.value.trim().toLocaleLowerCase();
    const found = data.nodes.filter((node) => !node.members.length && node.label.toLocaleLowerCase().includes(wanted));
    for (const { role, word } of view.legend) {
      const of = found.filter((node) => node.role === role).sort((a, b) => a.label.localeCompare(b.label, document.documentElement.lang));
      if (!of.length) continue;
      const heading = make("h3");
      heading.append(glyph(role), make("span", `${word} (${of.length})`));
      panelElement.append(heading, ...of.map((node) => button(node.label, "item", () => choose(node.id, true))));
    }
    if (!found.length) panelElement.append(make("p", words.none, "none"));
  };
  search.addEventListener("input", () => { chosen = null; lit = null; refresh(); panel(); });
  search.addEventListener("keydown", (event) => {
    const first = panelElement.querySelector("button.item");
    if (event.key === "Enter" && first) first.click();
    if (event.key === "Escape") { search.value = ""; choose(null); }
  });
  network.on("click", ({ nodes: [key] }) => {
    if (key === undefined) choose(null);
    else if (byKey.get(key).members.length) unfold(key);
    else choose(key);
  });

  /* ---- around the picture ---- */
  const on = (id, action) => document.getElementById(id).addEventListener("click", action);
  const zoom = (by) => network.moveTo({ scale: network.getScale() * by, animation: { duration: 150 } });
  on("in", () => zoom(1.25));
  on("out", () => zoom(0.8));
  on("fit", () => fit({ duration: 250 }));
  on("fold-all", () => { open.clear(); choose(null); fit({ duration: 250 }); });
  on("print", () => window.print());
  document.getElementById("names").addEventListener("change", (event) => { names = event.target.checked; network.redraw(); });
  window.addEventListener("beforeprint", () => { document.getElementById("paper").src = container.querySelector("canvas").toDataURL("image/png"); });
  const chips = document.getElementById("chips");
  const roles = document.getElementById("roles");
  for (const { role, word, count, meaning } of view.legend) {
    const chip = make("span", undefined, "chip");
    chip.title = meaning;
    chip.append(glyph(role), make("b", String(count)), document.createTextNode(word));
    chips.append(chip);
    const term = make("dt"), said = make("dd");
    term.append(glyph(role));
    said.append(make("b", word), make("span", meaning));
    roles.append(term, said);
  }
  for (const [text, drawn] of view.lines) {
    const item = make("li");
    item.append(stroke(drawn === "dashed" ? [4, 3] : [], drawn === "thin" ? 1 : 2, drawn === "thin" ? "#8aa39b" : "#5c6973"), make("span", text));
    document.getElementById("lines").append(item);
  }
  let width = 0;
  new ResizeObserver(() => { if (container.clientWidth !== width) { width = container.clientWidth; fit(false); } }).observe(container);
  panel();
  fit(false);
  window.landskabPicture = { network, nodes, choose, unfold };
})();
