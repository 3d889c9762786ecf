/* One finding: the sentence at once, what proves it when it comes near the screen. */
function findingPlace(f) {
  var table = f.table >= 0 ? tableTitle(f.table) : f.title;
  return [f.page ? pageLink(f.page) : placeWords([0, f.line]), " ",
    table ? doc("《" + table + "》") : "", f.row ? [" ", doc(f.row)] : "", f.column ? [" / ", doc(f.column)] : ""];
}
function figures(f) {
  var names = [["原文为", "printed"], f.suspect ? ["应为", "should be"] : ["对照数", "compared with"], ["差额", "difference"], ["尾差上限", "tolerance"]];
  return el("dl", { "class": "numbers" }, f.figures.map(function (value, i) {
    return value === null ? null : el("div", null, el("dt", null, say(names[i])), el("dd", null, value, " ", el("small", null, f.unit)));
  }), el("div", null, el("dt", null, say(["判断", "verdict"])), el("dd", null, say(FAULT[f.fault]))),
  f.slip ? el("div", null, el("dt", null, say(["可能的笔误", "likely slip"])), el("dd", null, say(f.slip))) : null,
  f.proposed.length > 1 ? el("div", null, el("dt", null, say(["其他可能值", "other values that fit"])), el("dd", null, f.proposed.slice(1).join(L ? ", " : "、"))) : null);
}
function card(f, index) {
  var body = el("div", { "class": "proof" });
  var node = el("article", { "class": "finding " + f.severity, id: "finding-" + f.id, tabindex: "-1", "aria-labelledby": "h-" + f.id },
    el("header", null, el("h4", { id: "h-" + f.id },
      el("span", { "class": "badge " + f.severity }, say(SEVERITY[f.severity])), " ",
      f.waived ? el("span", { "class": "badge" }, say(["已豁免", "waived"])) : null,
      f.known ? el("span", { "class": "badge" }, say(["基线已有", "in the baseline"])) : null, " ",
      el("span", { "class": "rule" }, rule(f.rule)), " ", say(D.rules[f.rule][2])),
      el("p", { "class": "place" }, findingPlace(f), " ", el("a", { href: "#finding-" + f.id, "class": "anchor", "aria-label": say(["此问题的链接", "link to this finding"]) }, "#"))),
    el("p", { "class": "message" }, doc(say(f.message))),
    f.waived ? el("p", { "class": "remark" }, say(["豁免：", "waived: "]), doc(f.waived.reason), " (", doc(f.waived.by), ", ", f.waived.until, ")") : null,
    figures(f), body, reviewBox(f));
  node.prove = function () { if (!body.firstChild) append(body, proof(f)); };
  if (index < 2 || !watcher) node.prove(); else watcher.observe(node);
  return node;
}
var watcher = "IntersectionObserver" in window ? new IntersectionObserver(function (entries) {
  entries.forEach(function (entry) {
    if (entry.isIntersecting) { watcher.unobserve(entry.target); entry.target.prove(); }
  });
}, { rootMargin: "800px 0px" }) : null;

function proof(f) {
  var sums = f.sums.map(written);
  return [
    f.pictures.map(picture),
    f.lines.map(function (passage, i) { return lines(passage, f, i === 0); }),
    f.number >= 0 && D.numbers[f.number][0] >= 0 ? excerpt(f) : null,
    f.rivals.length ? el("p", { "class": "remark" }, say(["同样可以解释的单元格：", "Cells that would explain it as well: "]), f.rivals.map(function (r, i) {
      return [i ? (L ? "; " : "；") : "", numberLink(r[1], doc(say(r[0])))];
    })) : null,
    sums.slice(0, 1),
    sums.length > 1 ? el("details", null, el("summary", null, L ? (sums.length - 1) + " more of the checks that this breaks" : "同一原因影响的另外 " + (sums.length - 1) + " 项校验"), sums.slice(1)) : null,
    el("p", { "class": "because" }, el("b", null, say(["依据 ", "Because "])), say(D.rules[f.rule][3])),
    el("details", { "class": "ids" }, el("summary", null, say(["编号", "Identifiers"])), el("p", null, el("code", null, f.id)),
      el("ul", null, f.ids.map(function (id) { return el("li", null, el("code", null, id)); })))
  ];
}
function picture(p) {
  var w = p.clip[2] - p.clip[0], h = p.clip[3] - p.clip[1];
  var over = svg("svg", { viewBox: "0 0 " + w + " " + h, preserveAspectRatio: "none", "aria-hidden": "true" });
  p.boxes.forEach(function (b, i) {
    over.appendChild(svg("rect", { x: b[0] - p.clip[0] - 1, y: b[1] - p.clip[1] - 1, width: b[2] - b[0] + 2, height: b[3] - b[1] + 2, "class": p.first && i === 0 ? "bad" : "part" }));
  });
  var frame = el("div", { "class": "frame" }, el("img", { src: "data:image/png;base64," + D.pictures[p.image], alt: say(["原件第 " + p.page + " 页局部", "part of page " + p.page + " of the document"]), width: Math.round(w * 1.44), height: Math.round(h * 1.44), loading: "lazy" }), over);
  return el("figure", { "class": "sight" }, frame, el("figcaption", null, pageLink(p.page, say(["原件第 " + p.page + " 页", "page " + p.page + " of the document"]))));
}
/* The lines of a text, with the printed numbers that take part marked where they stand. */
function lines(passage, f, first) {
  return el("figure", { "class": "lines" }, el("div", { "class": "scroll", tabindex: "0", role: "region", "aria-label": say(["原文", "the text"]) },
    el("ol", { start: passage[0] }, passage[1].map(function (text, i) {
      var number = passage[0] + i;
      return el("li", { value: number, "class": number === f.line && first ? "here" : null }, el("code", null, marked(text, f.marks.filter(function (m) { return m[0] === number; }))));
    }))));
}
/* A number is marked in its own column of a tabbed line, else where it stands first as a number by itself. */
function marked(text, marks) {
  var spans = [], from = 0, parts = [], cells = text.split("\t");
  marks.forEach(function (mark) {
    var raw = mark[2], at = -1;
    if (!raw) return;
    if (cells.length > 1 && mark[1] >= 0 && mark[1] < cells.length && cells[mark[1]].indexOf(raw) >= 0) {
      at = cells.slice(0, mark[1]).join("\t").length + (mark[1] ? 1 : 0) + cells[mark[1]].indexOf(raw);
    } else {
      do { at = text.indexOf(raw, at + 1); } while (at >= 0 && /[\d.,]/.test((text[at - 1] || "") + (text[at + raw.length] || "")));
    }
    if (at >= 0) spans.push([at, at + raw.length]);
  });
  spans.sort(function (a, b) { return a[0] - b[0]; });
  spans.forEach(function (span) {
    if (span[0] < from) return;
    parts.push(text.slice(from, span[0]), el("mark", null, text.slice(span[0], span[1])));
    from = span[1];
  });
  parts.push(text.slice(from));
  return parts;
}
/* Header and the rows around the number, as the table was read. */
function excerpt(f) {
  var n = D.numbers[f.number], t = D.tables[n[0]], rows = {}, marks = {};
  f.checks.slice(0, 12).forEach(function (i) {
    D.checks[i][C.numbers].forEach(function (m) {
      var other = D.numbers[m];
      if (other[0] === n[0]) { rows[other[1]] = true; marks[other[1] + "-" + other[2]] = "part"; }
    });
  });
  f.rivals.forEach(function (r) { var o = D.numbers[r[1]]; if (o[0] === n[0]) marks[o[1] + "-" + o[2]] = "maybe"; });
  rows[n[1]] = rows[n[1] - 1] = rows[n[1] + 1] = true;
  marks[n[1] + "-" + n[2]] = "bad";
  var wanted = Object.keys(rows).map(Number).filter(function (r) { return r >= t.head && r < t.grid.length; });
  wanted.sort(function (a, b) { return Math.abs(a - n[1]) - Math.abs(b - n[1]); });
  wanted = wanted.slice(0, 24).sort(function (a, b) { return a - b; });
  var last = t.head - 1, body = el("tbody");
  function gap() { body.appendChild(el("tr", { "class": "gap" }, el("td", { colspan: t.grid[0].length }, "⋮"))); }
  wanted.forEach(function (r) {
    if (r !== last + 1) gap();
    body.appendChild(el("tr", null, t.grid[r].map(function (text, c) {
      var mark = marks[r + "-" + c];
      if (!mark) return el(c ? "td" : "th", c ? { "class": numeric(text) } : { scope: "row" }, text);
      return el("td", { "class": mark + " num" }, el("a", { href: "#cell-" + n[0] + "-" + r + "-" + c }, text));
    })));
    last = r;
  });
  if (last < t.grid.length - 1) gap();
  return el("div", { "class": "scroll", tabindex: "0", role: "region", "aria-label": t.title }, el("table", { "class": "grid" },
    el("caption", null, doc(t.title), " ", el("small", null, t.unit ? say(["单位：", "unit: "]) + t.unit : "")), headRows(t), body));
}
function numeric(text) { return /^[-−+(]?[\d,.，．]+[%)]?$/.test(text) ? "num" : null; }
function headRows(t) {
  return el("thead", null, t.grid.slice(0, t.head).map(function (row) {
    return el("tr", null, row.map(function (text) { return el("th", { scope: "col" }, text); }));
  }));
}
function written(s) {
  var c = D.checks[s.check], unit = c[C.unit];
  if (!s.left.length && !s.right.length) return el("p", { "class": "remark" }, c[C.reason] >= 0 ? say(D.reasons[c[C.reason]]) : "");
  function operands(side, lead) {
    return side.map(function (o, i) {
      return el("tr", { "class": o[5] ? "bad" : null }, el("td", { "class": "sign" }, i ? o[0] : lead + (o[0] === "+" ? "" : " " + o[0])),
        el("th", { scope: "row" }, numberLink(o[6], doc(say(o[1])))), el("td", { "class": "num" }, o[2] === null ? say(["未读出", "not read"]) : o[2]),
        el("td", { "class": "raw" }, o[4] ? say(["空白", "blank"]) : doc(o[3])), el("td", { "class": "num" }, o[6] >= 0 ? placeLink(D.numbers[o[6]][3]) : ""));
    });
  }
  function total(name, value, extra) {
    return el("tr", { "class": extra ? "diff" : null }, el("td", null), el("th", { scope: "row" }, name), el("td", { "class": "num" }, value), el("td", { colspan: "2" }, extra || ""));
  }
  var foot = s.totals ? el("tfoot", null,
    s.left.length > 1 ? total(say(["左边合计", "left side"]), s.totals[0]) : null,
    s.right.length > 1 || s.computed ? total(s.computed ? say(["右边（计算所得）", "right side (computed)"]) : say(["右边合计", "right side"]), s.totals[1]) : null,
    total(say(["差额", "difference"]), s.residual, s.tolerance === null ? " " : say(["尾差最多 ±", "rounding explains at most ±"]) + s.tolerance)) : null;
  return el("div", { "class": "scroll", tabindex: "0", role: "region", "aria-label": rule(c[C.rule]) }, el("table", { "class": "sum" },
    el("caption", null, rule(c[C.rule]), " ", say(D.rules[c[C.rule]][2]), c[C.place] ? el("small", null, " ", doc(c[C.place])) : null),
    el("thead", null, el("tr", null, el("td", null), el("th", { scope: "col" }, say(["项", "operand"])),
      el("th", { scope: "col", "class": "num" }, say(["数值", "value"]), unit ? " (" + unit + ")" : ""), el("th", { scope: "col" }, say(["原文", "as printed"])), el("th", { scope: "col", "class": "num" }, say(["位置", "place"])))),
    el("tbody", null, operands(s.left, ""), operands(s.right, s.relation)), foot));
}
