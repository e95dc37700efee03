// Waking this browser when no page is open. Asked for by a press alone, never by the page itself.
const form = document.querySelector('form[data-push]')
const can = 'serviceWorker' in navigator && 'PushManager' in window && 'Notification' in window

const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), (it) => it.charCodeAt(0))
const coded = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '')

// What the place knows of an address: a digest, so that a page can say "this one" and nothing else.
async function mark(endpoint) {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(endpoint))
  return [...new Uint8Array(digest)].map((it) => it.toString(16).padStart(2, '0')).join('')
}

async function subscription() {
  const worker = await navigator.serviceWorker.ready
  return worker.pushManager.getSubscription()
}

async function subscribe() {
  if (await Notification.requestPermission() !== 'granted') return null
  const worker = await navigator.serviceWorker.ready
  // A subscription under another key, such as of a place that was set up anew, is of no use.
  await (await worker.pushManager.getSubscription())?.unsubscribe()
  return worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytes(form.dataset.push) })
}

async function begin() {
  const button = form.querySelector('button')
  const error = form.querySelector('.error')
  button.hidden = false
  form.querySelector('[data-push-cannot]').hidden = true
  form.addEventListener('submit', async (event) => {
    event.preventDefault()
    button.disabled = true
    const found = await subscribe().catch(() => null)
    button.disabled = false
    error.hidden = found !== null
    if (!found) {
      error.textContent = form.dataset.refused
      return
    }
    form.elements.endpoint.value = found.endpoint
    form.elements.p256dh.value = coded(found.getKey('p256dh'))
    form.elements.auth.value = coded(found.getKey('auth'))
    form.submit()
  })
  const current = await subscription()
  if (!current) return
  const here = await mark(current.endpoint)
  for (const tag of document.querySelectorAll('[data-push-here]')) {
    if (tag.dataset.pushHere === here) tag.hidden = false
  }
  for (const removal of document.querySelectorAll('[data-push-removal]')) {
    if (removal.dataset.pushRemoval === here) removal.addEventListener('submit', () => current.unsubscribe())
  }
}

if (form && can) begin().catch(() => {})
