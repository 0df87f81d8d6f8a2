// EventTarget as Node has it: options, order, errors and what is printed.
const target = new EventTarget();
const log = (...parts) => console.log(...parts);

target.addEventListener('event', function({ type, eventPhase, currentTarget }) {
  log('function', this === target, type, eventPhase, currentTarget === target);
});
target.addEventListener('event', { handleEvent({ target: origin }) { log('object', origin === target); } });
target.addEventListener('event', (event) => {
  event.preventDefault();
  log('passive', event.defaultPrevented);
}, { passive: true });
target.addEventListener('event', () => log('once'), { once: true });
const controller = new AbortController();
target.addEventListener('event', () => log('with signal'), { signal: controller.signal });
const twice = () => log('once only');
target.addEventListener('event', twice);
target.addEventListener('event', twice);
target.addEventListener('event', twice, { capture: true });

const event = new Event('event', { cancelable: true });
log(target.dispatchEvent(event), event.defaultPrevented, event.eventPhase, event.isTrusted, event.composedPath());
controller.abort();
target.removeEventListener('event', twice);
log(target.dispatchEvent(new CustomEvent('event', { detail: 1 })));

log(target, Object.keys(Event.prototype).join());
log(String(event), new CustomEvent('x', { detail: { a: 1 } }).detail);
const exception = new DOMException('message', { name: 'DataCloneError', cause: 'cause' });
log(exception.name, exception.code, exception.cause, exception instanceof Error, String(exception));

for (const wrong of [() => target.dispatchEvent({}), () => target.addEventListener('a'), () => new Event(),
  () => target.addEventListener('a', 1), () => target.addEventListener('a', () => {}, { signal: 1 }),
  () => EventTarget.prototype.dispatchEvent.call({}, event), () => Event.prototype.type]) {
  try {
    wrong();
  } catch (error) {
    log(error.name, error.code, error.message);
  }
}
