import 'pkg/internal.js';
