// Words in a form stay in this tab until the server has them: after a lost connection they are still there. Nothing of
// it outlives the tab, leaving fast clears it (exit.js), and so does signing out. The key in `data-draft` names whose it
// is, so that whoever comes next to this tab finds no words of another.
const KEPT = 'draft:'
const SENT = 'sent:draft'
const FIELDS = 'textarea, select, input:not([type=hidden], [type=file], [type=password], [type=search])'

const chosen = (field) => field.matches('[type=checkbox], [type=radio]')
const fieldsOf = (form) => [...form.querySelectorAll(FIELDS)].filter((field) => field.name)
// What the server put into the page: a draft that it keeps, or words that it answered.
const filled = (form) => fieldsOf(form).some((field) => (chosen(field) ? field.defaultChecked : field.matches('input, textarea') && field.defaultValue))

function keep(form) {
  const pairs = fieldsOf(form).filter((field) => !chosen(field) || field.checked).map((field) => [field.name, field.value])
  const key = KEPT + form.dataset.draft
  try {
    if (pairs.some(([, value]) => value.trim())) sessionStorage.setItem(key, JSON.stringify(pairs))
    else sessionStorage.removeItem(key)
  } catch { /* a browser that keeps nothing loses nothing else */ }
}

function recall(form) {
  let pairs = null
  try { pairs = JSON.parse(sessionStorage.getItem(KEPT + form.dataset.draft)) } catch { return }
  if (!Array.isArray(pairs) || filled(form)) return
  for (const field of fieldsOf(form)) {
    const values = pairs.filter(([name]) => name === field.name).map(([, value]) => value)
    if (chosen(field)) field.checked = values.includes(field.value)
    else if (!field.value && values.length > 0) field.value = values[0]
    // What was chosen in a part that is closed is shown.
    if (values.length > 0 && (chosen(field) ? field.checked : field.value)) field.closest('details')?.setAttribute('open', '')
  }
}

// A form that arrived leads to another page. One that did not, or whose answer is the form again, leads nowhere.
function arrived() {
  let sent = null
  try {
    sent = sessionStorage.getItem(SENT)
    sessionStorage.removeItem(SENT)
  } catch { return }
  const [page] = performance.getEntriesByType('navigation')
  if (sent && page?.redirectCount > 0 && location.pathname !== '/sign-in') sessionStorage.removeItem(KEPT + sent)
}

arrived()
document.querySelector('form[action="/sign-out"]')?.addEventListener('submit', () => {
  try { sessionStorage.clear() } catch { /* nothing was kept */ }
})
for (const form of document.querySelectorAll('form[data-draft]')) {
  recall(form)
  form.addEventListener('input', () => keep(form))
  form.addEventListener('change', () => keep(form))
  form.addEventListener('submit', () => {
    keep(form)
    try { sessionStorage.setItem(SENT, form.dataset.draft) } catch { /* nothing was kept */ }
  })
}
