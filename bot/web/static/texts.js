// What the server rendered into the page: the texts, the limits, the language. Data only, read once.

const data = JSON.parse(document.getElementById("page-data").textContent);

export const limits = data.limits;
export const lang = data.lang;
export const root = data.root;

const locale = lang === "vi" ? "vi-VN" : "en-GB";
const timeZone = data.time_zone;

const timeFormat = new Intl.DateTimeFormat(locale, { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone });
const dayFormat = new Intl.DateTimeFormat(locale, {
  weekday: "long",
  day: "numeric",
  // Official Vietnamese writes «ngày 21 tháng 11 năm 2026»; the words around the numbers come from the catalogue.
  month: lang === "vi" ? "numeric" : "long",
  year: "numeric",
  timeZone,
});
const numberFormat = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });

/** The wording of `id`, with `{name}` filled from `values`. */
export function t(id, values = {}) {
  const wording = data.texts[id] ?? id;
  return wording.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
}

/** The hour and minute of a Date, in the office's time zone: «14:05». */
export function timeOf(date) {
  return timeFormat.format(date);
}

/** The day of a Date, in the office's time zone: «Thứ Bảy, ngày 21 tháng 11 năm 2026». */
export function dayOf(date) {
  const parts = Object.fromEntries(dayFormat.formatToParts(date).map(({ type, value }) => [type, value]));
  return t("web.chat.day", parts);
}

/** A whole or decimal number the way the language writes it. */
export function number(value) {
  return numberFormat.format(value);
}

/** A file's size for people: «350 KB», «1,5 MB» (1 MB = 1,048,576 bytes). */
export function size(bytes) {
  const kilobytes = bytes / 1024;
  if (kilobytes < 1000) return `${number(Math.max(1, Math.round(kilobytes)))} KB`;
  return `${number(kilobytes / 1024)} MB`;
}

/** Seconds as «0:07» or «2:30». */
export function duration(seconds) {
  return `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;
}

/** A file's name without the control characters that can make «exe» read as «pdf». */
export function safeName(name) {
  return String(name).replace(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, "");
}
