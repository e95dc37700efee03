// Helplines that open without a network, after the first visit.
if ('serviceWorker' in navigator) navigator.serviceWorker.register('/sw.js').catch(() => {})
