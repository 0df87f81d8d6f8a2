import { PerformanceObserver, createHistogram, monitorEventLoopDelay, performance, timerify } from 'node:perf_hooks';

const before = performance.now();
console.log(before > 0, performance.now() >= before, Math.abs(performance.timeOrigin + before - Date.now()) < 1000);

performance.mark('a', { startTime: 5, detail: { deep: [1] } });
performance.mark('b', { startTime: 10 });
console.log(performance.measure('m', 'a', 'b'), performance.measure('n', { start: 1, duration: 2 }).toJSON());
console.log(performance.getEntries().map(({ name, entryType, startTime }) => [name, entryType, startTime]));
performance.clearMarks('a');
console.log(performance.getEntriesByType('mark').length, performance.getEntriesByName('m').length);
for (const make of [
  () => performance.measure('x', 'missing'), () => performance.mark('x', { startTime: -1 }), () => performance.mark(),
  () => new PerformanceObserver(), () => new PerformanceObserver(() => {}).observe({}), () => new PerformanceEntry(),
]) {
  try {
    make();
  } catch (error) {
    console.log(error.name, error.code, error.message);
  }
}

const histogram = createHistogram();
for (const value of [1, 5, 5, 100, 5000]) histogram.record(value);
console.log(histogram.count, histogram.min, histogram.max, histogram.mean, histogram.percentiles, histogram.percentile(50), histogram.percentileBigInt(99), histogram.toJSON().percentiles);
const delay = monitorEventLoopDelay({ resolution: 5 });
console.log(delay.enable(), delay.enable(), delay.disable());

const observer = new PerformanceObserver((list, self) => {
  console.log(list.getEntries().map(({ name, entryType }) => `${entryType} ${name}`), self === observer);
  observer.disconnect();
});
observer.observe({ entryTypes: ['mark', 'function'] });
performance.mark('seen');
console.log(timerify(function add(a, b) { return a + b; })(1, 2));
