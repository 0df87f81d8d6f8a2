'use strict';

// Histograms that keep values to a number of significant figures, after Gil Tene's HdrHistogram.
// https://nodejs.org/docs/latest-v24.x/api/perf_hooks.html#class-histogram

const {
  codes: { ERR_ILLEGAL_CONSTRUCTOR, ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE, ERR_INVALID_THIS, ERR_OUT_OF_RANGE },
} = require('internal/errors');
const { validateInteger, validateNumber, validateObject } = require('internal/validators');
const { kClone, markTransferMode } = require('internal/worker/js_transferable');

const customInspect = Symbol.for('nodejs.util.inspect.custom');
const kCreate = Symbol('create');
const kMaker = Symbol('maker');

// What the smallest of no values is, in Node as here.
const NO_MINIMUM = 2n ** 63n - 1n;

/** The counts, by the lowest value that is not told from the recorded one. */
class Counts {
  /** @type {Map<number, number>} */
  map = new Map();
  total = 0;
  exceeds = 0;
  min = Infinity;
  max = 0;
  previous = undefined;

  constructor(lowest, highest, figures) {
    this.lowest = lowest;
    this.highest = highest;
    this.figures = figures;
    this.unit = 2 ** Math.floor(Math.log2(lowest));
    this.subBuckets = 2 ** Math.ceil(Math.log2(2 * 10 ** figures));
  }

  /** How many neighbouring values count as one at `value`. */
  rangeAt(value) {
    return this.unit * Math.max(1, 2 ** (Math.floor(Math.log2(Math.max(value / this.unit, 1))) + 1) / this.subBuckets);
  }

  lowestEquivalent(value) {
    const range = this.rangeAt(value);
    return Math.floor(value / range) * range;
  }

  highestEquivalent(value) {
    return this.lowestEquivalent(value) + this.rangeAt(value) - 1;
  }

  medianEquivalent(value) {
    return this.lowestEquivalent(value) + Math.floor(this.rangeAt(value) / 2);
  }

  record(value, count = 1) {
    if (value > this.highest || value < 0) {
      this.exceeds += count;
      return;
    }
    const slot = this.lowestEquivalent(value);
    this.map.set(slot, (this.map.get(slot) ?? 0) + count);
    this.total += count;
    if (value !== 0) this.min = Math.min(this.min, value);
    this.max = Math.max(this.max, value);
  }

  add(other) {
    for (const [value, count] of other.map) this.record(value, count);
    this.exceeds += other.exceeds;
    this.min = Math.min(this.min, other.min);
    this.max = Math.max(this.max, other.max);
  }

  subtract(other) {
    for (const [value, count] of other.map) {
      const left = Math.max((this.map.get(value) ?? 0) - count, 0);
      this.total -= (this.map.get(value) ?? 0) - left;
      if (left === 0) this.map.delete(value);
      else this.map.set(value, left);
    }
  }

  clear() {
    this.map.clear();
    this.total = this.exceeds = this.max = 0;
    this.min = Infinity;
    this.previous = undefined;
  }

  sorted() {
    return [...this.map].sort(([left], [right]) => left - right);
  }

  get minimum() {
    if (this.map.has(0)) return 0n;
    return this.min === Infinity ? NO_MINIMUM : BigInt(this.lowestEquivalent(this.min));
  }

  get maximum() {
    return this.max === 0 ? 0 : this.highestEquivalent(this.max);
  }

  get mean() {
    let sum = 0;
    for (const [value, count] of this.map) sum += this.medianEquivalent(value) * count;
    return sum / this.total;
  }

  /** The mean of the deviations from the mean, each to the power `power`. */
  moment(power) {
    const { mean } = this;
    let sum = 0;
    for (const [value, count] of this.map) sum += (this.medianEquivalent(value) - mean) ** power * count;
    return sum / this.total;
  }

  get stddev() {
    return Math.sqrt(this.moment(2));
  }

  percentile(percentile) {
    const wanted = Math.max(Math.floor(percentile / 100 * this.total + 0.5), 1);
    let seen = 0;
    for (const [value, count] of this.sorted()) {
      seen += count;
      if (seen >= wanted) return this.highestEquivalent(value);
    }
    return 0;
  }

  /** `[percentile, value]` in steps that halve on the way to 100. */
  percentiles() {
    const steps = [];
    let wanted = 0;
    let seen = 0;
    let last = 0;
    for (const [value, count] of this.sorted()) {
      seen += count;
      last = value;
      for (; seen < this.total ? wanted <= 100 * seen / this.total : steps.at(-1)?.[1] !== value || wanted === 0;) {
        steps.push([wanted, value]);
        wanted += 100 / 2 ** (Math.floor(Math.log2(100 / (100 - wanted))) + 1);
        if (seen >= this.total) break;
      }
    }
    steps.push([100, last]);
    return steps;
  }
}

class Histogram {
  #counts;

  constructor(skip = undefined, counts = undefined) {
    if (skip !== kCreate) throw new ERR_ILLEGAL_CONSTRUCTOR();
    this.#counts = counts;
  }

  static countsOf(histogram) {
    return isObject(histogram) && #counts in histogram ? histogram.#counts : undefined;
  }

  [customInspect](depth, options) {
    if (depth < 0) return `[${this.constructor.name}]`;
    const { inspect } = require('internal/util/inspect');
    const { min, max, mean, exceeds, stddev, skewness, kurtosis, count, percentiles } = this;
    const shown = { min, max, mean, exceeds, stddev, skewness, kurtosis, count, percentiles };
    return `Histogram ${inspect(shown, { ...options, depth: options.depth == null ? null : options.depth - 1 })}`;
  }

  get count() {
    return requireCounts(this).total;
  }

  get countBigInt() {
    return BigInt(requireCounts(this).total);
  }

  get min() {
    return Number(requireCounts(this).minimum);
  }

  get minBigInt() {
    return requireCounts(this).minimum;
  }

  get max() {
    return requireCounts(this).maximum;
  }

  get maxBigInt() {
    return BigInt(requireCounts(this).maximum);
  }

  get mean() {
    return requireCounts(this).mean;
  }

  get exceeds() {
    return requireCounts(this).exceeds;
  }

  get exceedsBigInt() {
    return BigInt(requireCounts(this).exceeds);
  }

  get stddev() {
    return requireCounts(this).stddev;
  }

  get skewness() {
    const counts = requireCounts(this);
    return counts.total < 3 || counts.stddev === 0 ? 0 : counts.moment(3) / counts.stddev ** 3;
  }

  get kurtosis() {
    const counts = requireCounts(this);
    return counts.total < 4 || counts.stddev === 0 ? 0 : counts.moment(4) / counts.stddev ** 4 - 3;
  }

  percentile(percentile) {
    const counts = requireCounts(this);
    validatePercentile(percentile);
    return counts.percentile(percentile);
  }

  percentileBigInt(percentile) {
    const counts = requireCounts(this);
    validatePercentile(percentile);
    return BigInt(counts.percentile(percentile));
  }

  get percentiles() {
    return new Map(requireCounts(this).percentiles());
  }

  get percentilesBigInt() {
    return new Map(requireCounts(this).percentiles().map(([percentile, value]) => [percentile, BigInt(value)]));
  }

  reset() {
    requireCounts(this).clear();
  }

  toJSON() {
    const { count, min, max, mean, exceeds, stddev, skewness, kurtosis, percentiles } = this;
    return { count, min, max, mean, exceeds, stddev, skewness, kurtosis, percentiles: Object.fromEntries(percentiles) };
  }

  /** A clone goes on counting with this one. */
  [kClone]() {
    return { handle: requireCounts(this), deserializeInfo: `internal/histogram:${this[kMaker]}` };
  }
}

/** Which function makes clones of a class. */
Histogram.prototype[kMaker] = 'makeHistogram';

class RecordableHistogram extends Histogram {
  record(val) {
    const counts = requireCounts(this);
    if (typeof val === 'bigint') {
      counts.record(Number(val));
      return;
    }
    validateInteger(val, 'val', 1);
    counts.record(val);
  }

  /** Records the nanoseconds since it was last called. */
  recordDelta() {
    const counts = requireCounts(this);
    const now = process.hrtime.bigint();
    if (counts.previous !== undefined) counts.record(Number(now - counts.previous));
    counts.previous = now;
  }

  add(other) {
    const counts = requireCounts(this);
    if (!(other instanceof RecordableHistogram)) {
      throw new ERR_INVALID_ARG_TYPE('other', 'RecordableHistogram', other);
    }
    counts.add(requireCounts(other));
  }

  subtract(other) {
    const counts = requireCounts(this);
    if (!(other instanceof RecordableHistogram)) {
      throw new ERR_INVALID_ARG_TYPE('other', 'RecordableHistogram', other);
    }
    counts.subtract(requireCounts(other));
  }
}

RecordableHistogram.prototype[kMaker] = 'makeRecordable';

/** How long the event loop is late, sampled with a timer. */
class ELDHistogram extends Histogram {
  #resolution;
  #timer = undefined;
  #expected = 0;

  constructor(skip = undefined, counts = undefined, resolution = undefined) {
    super(skip, counts);
    this.#resolution = resolution;
  }

  enable() {
    if (this.#timer !== undefined) return false;
    const { now } = internalBinding('performance');
    let last = now();
    this.#timer = setInterval(() => {
      const time = now();
      requireCounts(this).record(Math.max(Math.round((time - last) * 1e6), 1));
      last = time;
    }, this.#resolution).unref();
    return true;
  }

  disable() {
    if (this.#timer === undefined) return false;
    clearInterval(this.#timer);
    this.#timer = undefined;
    return true;
  }

  [Symbol.dispose]() {
    this.disable();
  }
}

/**
 * @param {{ lowest?: number | bigint, highest?: number | bigint, figures?: number }} [options]
 * @returns {RecordableHistogram}
 */
function createHistogram(options = {}) {
  validateObject(options, 'options');
  const { lowest = 1, highest = Number.MAX_SAFE_INTEGER, figures = 3 } = options;
  if (typeof lowest !== 'bigint') validateInteger(lowest, 'options.lowest', 1, Number.MAX_SAFE_INTEGER);
  if (typeof highest !== 'bigint') {
    validateInteger(highest, 'options.highest', 2 * Number(lowest), Number.MAX_SAFE_INTEGER);
  } else if (highest < 2n * BigInt(lowest)) {
    throw new ERR_INVALID_ARG_VALUE.RangeError('options.highest', highest);
  }
  validateInteger(figures, 'options.figures', 1, 5);
  return makeRecordable(new Counts(Number(lowest), Number(highest), figures));
}

/**
 * @param {{ resolution?: number }} [options]
 * @returns {ELDHistogram}
 */
function monitorEventLoopDelay(options = {}) {
  validateObject(options, 'options');
  const { resolution = 10 } = options;
  validateInteger(resolution, 'options.resolution', 1);
  const histogram = new ELDHistogram(kCreate, new Counts(1, 3.6e12, 3), resolution);
  markTransferMode(histogram, true, false);
  return histogram;
}

function makeRecordable(counts) {
  const histogram = new RecordableHistogram(kCreate, counts);
  markTransferMode(histogram, true, false);
  return histogram;
}

function makeHistogram(counts) {
  const histogram = new Histogram(kCreate, counts);
  markTransferMode(histogram, true, false);
  return histogram;
}

function isRecordableHistogram(value) {
  return value instanceof RecordableHistogram;
}

function requireCounts(histogram) {
  const counts = Histogram.countsOf(histogram);
  if (counts === undefined) throw new ERR_INVALID_THIS('Histogram');
  return counts;
}

function validatePercentile(percentile) {
  validateNumber(percentile, 'percentile');
  if (Number.isNaN(percentile) || percentile <= 0 || percentile > 100) {
    throw new ERR_OUT_OF_RANGE('percentile', '> 0 && <= 100', percentile);
  }
}

function isObject(value) {
  return typeof value === 'object' && value !== null;
}

module.exports = { createHistogram, isRecordableHistogram, makeHistogram, makeRecordable, monitorEventLoopDelay };
