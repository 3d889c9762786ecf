"use strict";
(function () {
  var root = document.documentElement;
  var button = document.getElementById("lang");
  var form = document.getElementById("filter");
  var find = document.getElementById("find");
  var shown = document.getElementById("shown");
  var findings = Array.prototype.slice.call(document.querySelectorAll(".finding"));
  var texts = findings.map(function (f) { return f.textContent.toLowerCase(); });

  function count() {
    var n = findings.filter(function (f) { return !f.hidden; }).length;
    shown.textContent = n + " / " + findings.length;
  }
  function filter() {
    var wanted = {};
    form.querySelectorAll("input[name=severity]").forEach(function (box) { wanted[box.value] = box.checked; });
    var words = find.value.toLowerCase().split(/\s+/).filter(Boolean);
    findings.forEach(function (f, i) {
      f.hidden = !wanted[f.dataset.severity] || !words.every(function (w) { return texts[i].indexOf(w) >= 0; });
    });
    count();
  }
  function speak(lang) {
    root.dataset.lang = lang;
    root.lang = lang === "zh" ? "zh-CN" : "en";
    document.title = lang === "zh" ? "gouji 勾稽校验报告" : "gouji report";
    button.setAttribute("aria-label", lang === "zh" ? "Switch to English" : "切换到中文");
    document.querySelectorAll("[data-zh]").forEach(function (e) { e.setAttribute("aria-label", e.dataset[lang]); });
  }
  button.hidden = false;
  button.addEventListener("click", function () { speak(root.dataset.lang === "zh" ? "en" : "zh"); });
  if (findings.length > 1) {
    form.hidden = false;
    form.addEventListener("input", filter);
    form.addEventListener("submit", function (event) { event.preventDefault(); });
    count();
  }
  window.addEventListener("beforeprint", function () {
    document.querySelectorAll(".finding details:not(.ids)").forEach(function (d) { d.open = true; });
  });
})();
