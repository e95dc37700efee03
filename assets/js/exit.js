// Leaving fast: blank first, then lock, then go. The link works without any of this.
const PRESSES = 3
const WITHIN = 5000

const link = document.querySelector('[data-leave]')
let presses = []
let alone = false
let gone = false

function leave() {
  if (gone) return
  gone = true
  document.documentElement.hidden = true
  document.title = 'Notes'
  document.body.replaceChildren()
  try { sessionStorage.clear() } catch { /* a browser that keeps nothing has nothing to clear */ }
  // The page that was left takes the place of this one in the history, so Back does not lead here.
  location.replace('/exit')
}

if (link) {
  link.addEventListener('click', (event) => {
    event.preventDefault()
    leave()
  })
  const status = document.createElement('p')
  status.className = 'visually-hidden'
  status.setAttribute('role', 'status')
  document.body.append(status)
  // Shift alone, three times: no screen reader uses it, and a capital letter, or a word marked with Shift and the mouse,
  // is no press of it.
  addEventListener('keyup', (event) => {
    if (event.key !== 'Shift' || !alone) return
    alone = false
    const now = performance.now()
    presses = [...presses.filter((at) => now - at < WITHIN), now]
    if (presses.length >= PRESSES) leave()
    else status.textContent = presses.length === 1 ? link.dataset.once : link.dataset.twice
  })
  addEventListener('keydown', (event) => {
    alone = event.key === 'Shift' && !event.ctrlKey && !event.altKey && !event.metaKey && (alone || !event.repeat)
    if (!alone) forget()
  })
  addEventListener('pointerdown', forget)

  function forget() {
    alone = false
    presses = []
    status.textContent = ''
  }
}

// A page that the browser kept alive and shows again may be one that was left, or one of somebody who signed out.
addEventListener('pageshow', (event) => {
  if (!event.persisted) return
  document.documentElement.hidden = true
  location.reload()
})
