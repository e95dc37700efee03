// Buttons that print the page. Without script there is the browser's own way, so they show only here.
for (const button of document.querySelectorAll('[data-print]')) {
  button.hidden = false
  button.addEventListener('click', () => window.print())
}
