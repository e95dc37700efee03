// A passphrase made in the browser, and eyes on what is typed. Paste and password managers are never in the way.

const WORDS = 5;

/** A number below `end`, every one as likely: values in the uneven rest are thrown again. */
function below(end) {
  const rest = 2 ** 32 - (2 ** 32 % end);
  const throwAgain = new Uint32Array(1);
  do crypto.getRandomValues(throwAgain); while (throwAgain[0] >= rest);
  return throwAgain[0] % end;
}

function show(field, seen) {
  field.type = seen ? 'text' : 'password';
  for (const button of document.querySelectorAll('[data-reveal]')) {
    if (button.dataset.reveal !== field.id) continue;
    button.setAttribute('aria-pressed', String(seen));
    button.textContent = (seen ? button.dataset.hideWords : button.dataset.showWords) ?? button.textContent;
  }
}

document.addEventListener('click', async event => {
  const button = event.target.closest?.('[data-generate], [data-reveal]');
  const field = button && document.getElementById(button.dataset.generate ?? button.dataset.reveal);
  if (!field) return;
  if (button.dataset.reveal) return show(field, field.type === 'password');
  const { words } = await import('./words.js');
  field.value = Array.from({ length: WORDS }, () => words[below(words.length)]).join(' ');
  show(field, true);
  field.dispatchEvent(new Event('input', { bubbles: true }));
  field.focus();
});

// A field that is shown must not be remembered as plain text by the browser.
document.addEventListener('submit', event => {
  for (const button of document.querySelectorAll('[data-reveal]')) {
    const field = document.getElementById(button.dataset.reveal);
    if (field && field.form === event.target) field.type = 'password';
  }
});

for (const button of document.querySelectorAll('[data-generate], [data-reveal]')) button.hidden = false;
