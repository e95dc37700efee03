// The queue by keyboard: J and K go down and up, Enter opens as with any link. The keys work only while something in the
// list or nothing at all has the focus, so they never get in the way of typing.
const TYPES = 'input, textarea, select, [contenteditable]'

document.querySelectorAll('[data-keys="queue"] ~ [data-needs-script]').forEach((it) => { it.hidden = false })
document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || !['j', 'k'].includes(event.key)) return
  const links = [...document.querySelectorAll('[data-keys="queue"] .case-open')]
  const at = document.activeElement
  if (!links.length || at?.matches(TYPES) || (at !== document.body && !links.includes(at))) return
  event.preventDefault()
  const next = links.indexOf(at) + (event.key === 'j' ? 1 : -1)
  links[Math.min(Math.max(next, 0), links.length - 1)].focus()
})
