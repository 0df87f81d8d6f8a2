import fs from 'node:fss';
