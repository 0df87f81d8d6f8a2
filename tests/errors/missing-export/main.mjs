import { increment, decrement } from './counter.mjs';

increment(decrement());
