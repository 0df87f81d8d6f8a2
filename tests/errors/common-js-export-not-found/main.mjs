import { later } from './legacy.cjs';

console.log(later);
