"use strict";
/* Signs, names and strokes as the picture draws them; `shades` by role. */
const landskabSigns = (shades) => {
  const font = 'system-ui, -apple-system, "Segoe UI", Roboto, sans-serif';

  /* Text reaches the page as text nodes only. */
  const make = (tag, text, className) => {
    const element = document.createElement(tag);
    if (text !== undefined) element.textContent = text;
    if (className) element.className = className;
    return element;
  };

  /* ---- signs: one shape per role, so that colour is never needed ---- */
  const polygon = (ctx, points) => {
    ctx.beginPath();
    points.forEach(([x, y], at) => (at ? ctx.lineTo(x, y) : ctx.moveTo(x, y)));
    ctx.closePath();
  };
  const around = (x, y, r, corners, turn) =>
    Array.from({ length: corners }, (_, at) => {
      const angle = turn + (at * 2 * Math.PI) / corners;
      return [x + r * Math.cos(angle), y + r * Math.sin(angle)];
    });
  const paths = {
    turned_off: (c, x, y, r) => polygon(c, [[x - r, y - r], [x + r, y - r], [x + r, y + r], [x - r, y + r]]),
    stops: (c, x, y, r) => polygon(c, around(x, y, r * 1.1, 8, Math.PI / 8)),
    may_stop: (c, x, y, r) => polygon(c, around(x, y, r * 1.1, 8, Math.PI / 8)),
    degraded: (c, x, y, r) => polygon(c, [[x - r * 1.1, y - r * 0.85], [x + r * 1.1, y - r * 0.85], [x, y + r]]),
    may_degrade: (c, x, y, r) => polygon(c, [[x - r * 1.1, y - r * 0.85], [x + r * 1.1, y - r * 0.85], [x, y + r]]),
    platform: (c, x, y, r) => polygon(c, around(x, y, r * 1.1, 6, 0)),
    support: (c, x, y, r) => polygon(c, around(x, y, r * 1.15, 4, 0)),
    self_service: (c, x, y, r) => polygon(c, [[x - r * 1.1, y + r * 0.85], [x + r * 1.1, y + r * 0.85], [x, y - r]]),
    management_information: (c, x, y, r) => { c.beginPath(); [[-1, 0.1], [-0.25, -0.9], [0.5, -0.4]].forEach(([dx, dy]) => c.rect(x + dx * r, y + dy * r, r * 0.5, r * (0.9 - dy))); },
    application: (c, x, y, r) => { c.beginPath(); c.roundRect(x - r, y - r, 2 * r, 2 * r, r * 0.45); },
    register: (c, x, y, r) => drum(c, x, y, r),
    copy_register: (c, x, y, r) => drum(c, x, y, r),
  };
  const drum = (c, x, y, r) => {
    c.beginPath();
    c.ellipse(x, y - r * 0.65, r * 0.9, r * 0.35, 0, Math.PI, 0);
    c.lineTo(x + r * 0.9, y + r * 0.65);
    c.ellipse(x, y + r * 0.65, r * 0.9, r * 0.35, 0, 0, Math.PI);
    c.closePath();
  };
  const unsure = new Set(["may_stop", "may_degrade", "copy_register"]);

  const sign = (ctx, role, x, y, r, ink) => {
    const shade = shades[role];
    ctx.save();
    ctx.lineWidth = 2;
    ctx.lineJoin = "round";
    if (role === "loses_redundancy") {
      ctx.beginPath(); ctx.arc(x, y, r, 0, 2 * Math.PI); ctx.strokeStyle = ink || shade.fill; ctx.stroke();
      ctx.beginPath(); ctx.arc(x, y, r, Math.PI / 2, -Math.PI / 2); ctx.fillStyle = ink || shade.fill; ctx.fill();
    } else if (role === "already_down" || role === "unaffected") {
      ctx.beginPath(); ctx.arc(x, y, r * 0.85, 0, 2 * Math.PI); ctx.strokeStyle = ink || "#6b6b6b"; ctx.stroke();
      if (role === "already_down") { ctx.beginPath(); ctx.moveTo(x - r * 0.6, y + r * 0.6); ctx.lineTo(x + r * 0.6, y - r * 0.6); ctx.stroke(); }
    } else {
      paths[role](ctx, x, y, r);
      if (unsure.has(role)) {
        ctx.fillStyle = ink ? "transparent" : "#fff"; ctx.fill();
        ctx.strokeStyle = ink || (role === "may_stop" ? "#8a5f00" : role === "may_degrade" ? "#1a6a9e" : shade.fill); ctx.stroke();
      } else { ctx.fillStyle = ink || shade.fill; ctx.fill(); }
      if (role === "turned_off") {
        ctx.strokeStyle = ink ? shade.fill : shade.ink;
        ctx.beginPath(); ctx.moveTo(x - r * 0.45, y - r * 0.45); ctx.lineTo(x + r * 0.45, y + r * 0.45);
        ctx.moveTo(x + r * 0.45, y - r * 0.45); ctx.lineTo(x - r * 0.45, y + r * 0.45); ctx.stroke();
      } else if (role === "stops") {
        ctx.fillStyle = ink ? shade.fill : shade.ink; ctx.fillRect(x - r * 0.6, y - r * 0.18, r * 1.2, r * 0.36);
      }
    }
    ctx.restore();
  };
  const glyph = (role) => {
    const canvas = make("canvas", undefined, "glyph");
    canvas.width = canvas.height = 54;
    const ctx = canvas.getContext("2d");
    ctx.scale(3, 3);
    sign(ctx, role, 9, 9, 7);
    return canvas;
  };

  /* ---- names ---- */
  const broken = (ctx, text, width) => {
    const lines = [];
    for (const word of text.split(/\s+/)) {
      const longer = lines.length ? `${lines[lines.length - 1]} ${word}` : word;
      if (lines.length && ctx.measureText(longer).width <= width) lines[lines.length - 1] = longer;
      else lines.push(word);
    }
    return lines;
  };
  /* A name on at most two lines, in smaller letters where it must, cut only where nothing else helps. */
  const fitted = (ctx, text, width) => {
    for (const size of [14, 13, 12]) {
      ctx.font = `600 ${size}px ${font}`;
      const lines = broken(ctx, text, width);
      if (lines.length <= 2 && lines.every((line) => ctx.measureText(line).width <= width)) return { lines, size };
    }
    const [first, ...rest] = broken(ctx, text, width);
    return { lines: [first, ...(rest.length ? [rest.join(" ")] : [])].map((line) => clipped(ctx, line, width)), size: 12 };
  };
  const clipped = (ctx, text, width) => {
    if (ctx.measureText(text).width <= width) return text;
    let end = text.length;
    while (end > 1 && ctx.measureText(`${text.slice(0, end)}…`).width > width) end -= 1;
    return `${text.slice(0, end).trimEnd()}…`;
  };
  const stroke = (dash, width, color) => {
    const canvas = make("canvas", undefined, "glyph"), ctx = canvas.getContext("2d");
    canvas.width = canvas.height = 54;
    ctx.scale(3, 3); ctx.setLineDash(dash); ctx.lineWidth = width; ctx.strokeStyle = color;
    ctx.beginPath(); ctx.moveTo(0, 9); ctx.lineTo(18, 9); ctx.stroke();
    return canvas;
  };
  return { font, make, unsure, sign, glyph, stroke, fitted, clipped };
};
