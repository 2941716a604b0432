// Keeps the time left of a clock up to date. The page already shows it as of its loading.

const MINUTE = 60_000;

export function attach(element) {
  const end = Date.parse(element.dataset.countdown);
  if (Number.isNaN(end)) {
    return;
  }
  const show = () => {
    element.textContent = words(end - Date.now(), element.dataset);
  };
  show();
  setInterval(show, MINUTE);
}

function words(left, texts) {
  if (left <= 0) {
    return texts.textPast;
  }
  const minutes = Math.floor(left / MINUTE);
  const parts = [
    [Math.floor(minutes / 1440), texts.textDays],
    [Math.floor((minutes % 1440) / 60), texts.textHours],
    [minutes % 60, texts.textMinutes],
  ];
  const first = parts.findIndex(([number]) => number > 0);
  const shown = parts.slice(Math.max(first, 0)).slice(0, 2);
  return texts.textLeft.replace("{time}", shown.map(([number, text]) => text.replace("{n}", number)).join(" "));
}
