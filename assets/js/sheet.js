// A small page that is looked at without leaving this one: what a link with `data-sheet` leads to opens as a sheet here.
// What is done in it is sent as it is without script.
import { enliven } from './clock.js'
import { parsePage } from './trusted.js'

async function open(link) {
  const answer = await fetch(link.href, { cache: 'no-store', headers: { accept: 'text/html' } }).catch(() => null)
  const sheet = answer?.ok ? parsePage(await answer.text()).getElementById('sheet') : null
  if (!sheet) {
    location.assign(link.href)
    return
  }
  document.querySelector('dialog.sheet[data-opened]')?.close()
  const dialog = document.createElement('dialog')
  dialog.className = 'sheet'
  dialog.dataset.opened = ''
  dialog.setAttribute('aria-labelledby', 'sheet-title')
  dialog.append(document.importNode(sheet, true))
  dialog.addEventListener('close', () => {
    dialog.remove()
    if (link.isConnected) link.focus()
  })
  dialog.addEventListener('keydown', (event) => { if (event.key === 'Escape') dialog.close() })
  dialog.querySelector('[data-dismiss]')?.addEventListener('click', (event) => {
    event.preventDefault()
    dialog.close()
  })
  enliven(dialog)
  document.body.append(dialog)
  // Not modal: leaving and getting help stay within reach.
  dialog.show()
  dialog.querySelector('#sheet-title')?.focus()
}

document.addEventListener('click', (event) => {
  const link = event.target.closest?.('a[data-sheet]')
  if (!link || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return
  event.preventDefault()
  open(link)
})
