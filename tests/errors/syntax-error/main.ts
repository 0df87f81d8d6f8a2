import { area } from './area.ts';

console.log(area(2);
