/* What a reviewer says about each finding: kept in this browser, exported as a waivers file (docs/ci.md). */
var REVIEW = { confirm: ["属实", "confirmed"], no: ["不是错误", "not an error"], wait: ["待定", "wait"] };
var shelf = "review:" + D.sha256;
var reviews = kept(shelf, {});
if (!reviews || typeof reviews !== "object" || Array.isArray(reviews)) reviews = {};
var storable = keep(shelf, reviews);

function verdictOf(f) { var r = reviews[f.id]; return r && REVIEW[r.verdict] ? r.verdict : ""; }
function noteOf(f) { var r = reviews[f.id]; return r && typeof r.note === "string" ? r.note : ""; }
function judge(f, verdict, note) {
  if (verdict || note) reviews[f.id] = { verdict: verdict, note: note }; else delete reviews[f.id];
  storable = keep(shelf, reviews);
  sheetNote(f);
  reviewed();
}
function sheetNote(f) {
  var cell = document.querySelector('.opinion[data-id="' + CSS.escape(f.id) + '"]');
  if (cell && !f.waived) cell.textContent = [verdictOf(f) ? say(REVIEW[verdictOf(f)]) : "", noteOf(f)].filter(Boolean).join("：");
}
function reviewBox(f) {
  var note = el("input", { type: "text", value: noteOf(f), "aria-label": say(["复核说明", "note"]), placeholder: say(["说明（作为豁免理由时必填）", "note (the reason, if it is not an error)"]), onchange: function () { judge(f, verdictOf(f), note.value); } });
  var box = el("fieldset", { "class": "review" }, el("legend", null, say(["复核", "Review"])), Object.keys(REVIEW).map(function (key) {
    var radio = el("input", { type: "radio", name: "review-" + f.id, value: key, onclick: function () {
      var again = verdictOf(f) === key;
      radio.checked = !again;
      judge(f, again ? "" : key, note.value);
    } });
    radio.checked = verdictOf(f) === key;
    return el("label", null, radio, " ", say(REVIEW[key]));
  }), note);
  return box;
}
/* YAML: every text is a JSON string, which YAML reads as it stands. */
function quoted(text) {
  return JSON.stringify(text).replace(/[\u007f-\u009f\u2028\u2029\ud800-\udfff\ufeff]/g, function (c) {
    return "\\u" + ("000" + c.charCodeAt(0).toString(16)).slice(-4);
  });
}
function waiversText(by, until) {
  var out = ["# gouji waivers; " + D.id], missing = 0, others = [];
  D.findings.forEach(function (f) {
    if (verdictOf(f) === "no" && noteOf(f).trim()) {
      out.push("- id: " + quoted(f.id), "  reason: " + quoted(noteOf(f).trim()), "  by: " + quoted(by), "  until: " + quoted(until));
    } else if (verdictOf(f) === "no") missing += 1;
    else if (verdictOf(f)) others.push("# " + f.id + " " + verdictOf(f) + " " + quoted(noteOf(f)));
  });
  if (out.length === 1) out.push("[]");
  return { text: out.concat(others).join("\n") + "\n", missing: missing };
}
function inAYear() { var day = new Date(); day.setFullYear(day.getFullYear() + 1); return day.toISOString().slice(0, 10); }
function exportBox() {
  var by = el("input", { type: "text", id: "by", value: kept("by", ""), autocomplete: "off", onchange: function () { keep("by", by.value); write(); } });
  var until = el("input", { type: "date", id: "until", value: inAYear(), onchange: write });
  var text = el("textarea", { rows: "8", readonly: true, id: "waivers", "aria-label": say(["豁免文件", "waivers file"]) });
  var status = el("p", { "class": "remark", role: "status" });
  function write() {
    var made = waiversText(by.value, until.value);
    text.value = made.text;
    fill(status, made.missing ? (L ? made.missing + " without a reason were left out. " : made.missing + " 项“不是错误”未填理由，未写入。") : "",
      by.value && until.value ? "" : say(["请填写复核人与有效期。", "Fill in who says so, and until when."]),
      storable ? "" : say(["此浏览器不能保存复核意见，请在关闭前导出。", "This browser cannot keep the review: export it before you leave."]));
  }
  var save = el("button", { type: "button", id: "export", onclick: function () {
    write();
    var link = el("a", { href: URL.createObjectURL(new Blob([text.value], { type: "text/yaml" })), download: "waivers.yaml" });
    document.body.appendChild(link);
    link.click();
    link.remove();
    setTimeout(function () { URL.revokeObjectURL(link.href); }, 1000);
  } }, say(["保存 waivers.yaml", "Save waivers.yaml"]));
  var details = el("details", { "class": "export", ontoggle: write }, el("summary", null, say(["导出复核结果", "Export the review"])),
    el("p", null, el("label", null, say(["复核人 ", "by "]), by), " ", el("label", null, say(["有效期至 ", "until "]), until), " ", save), text, status);
  return details;
}
