// What pages do more where scripts run; all of them work without.
"use strict";

const DAY = 86400000;

/** Leave what is empty out of the address, as the server would. */
function sendOnlyWhatIsFilled(form) {
  form.addEventListener("submit", () => {
    const empty = [...form.elements].filter((field) => field.name && field.value === "");
    for (const field of empty) field.disabled = true;
    setTimeout(() => { for (const field of empty) field.disabled = false; });
  });
}

/** A slider over the days of a mission's life, which writes into the field for the date. */
function slide(field) {
  const { first, last, slider: name, any } = field.dataset;
  const from = Date.parse(first);
  const days = Math.round((Date.parse(last) - from) / DAY);
  if (!(days > 0)) return;

  const lang = document.documentElement.lang;
  const words = new Intl.DateTimeFormat(lang === "en" ? "en-GB" : lang, { dateStyle: "long", timeZone: "UTC" });
  const box = document.createElement("div");
  const label = document.createElement("label");
  const range = document.createElement("input");
  const shown = document.createElement("output");
  box.className = "field slider";
  range.type = "range";
  range.id = "slider";
  range.max = String(days);
  label.htmlFor = range.id;
  shown.htmlFor = range.id;
  label.textContent = name;

  const dayOf = (value) => new Date(from + Number(value) * DAY);
  const show = () => {
    const text = field.value === "" ? any : words.format(dayOf(range.value));
    range.setAttribute("aria-valuetext", text);
    shown.textContent = text;
  };
  const follow = () => {
    const asked = Date.parse(field.value);
    range.value = String(Number.isNaN(asked) ? days : Math.round((asked - from) / DAY));
    show();
  };
  range.addEventListener("input", () => {
    field.value = dayOf(range.value).toISOString().slice(0, 10);
    show();
  });
  field.addEventListener("change", follow);

  box.append(label, range, shown);
  field.closest("form").append(box);
  field.closest("form").append(field.closest("form").querySelector(".do"));
  follow();
}

for (const form of document.querySelectorAll("form")) sendOnlyWhatIsFilled(form);
for (const field of document.querySelectorAll("input[data-slider]")) slide(field);
