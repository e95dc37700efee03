// Helplines that open without a network, after the first visit.
import { serviceWorker } from './trusted.js'

if ('serviceWorker' in navigator) navigator.serviceWorker.register(serviceWorker()).catch(() => {})
